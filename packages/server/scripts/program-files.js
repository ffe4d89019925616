// Makes the manual pages of hitung-server, and what completes it in shells, from the table of its options.

import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { writeProgramFiles } from "../../../scripts/program-files/index.js";
import { importSources } from "../../../scripts/program-files/sources.js";

const { shownDefault, OPTIONS, WORDING } = await importSources(
  build,
  "./src/hitung-server/help.ts",
  "./src/hitung-server/options.ts",
  "./src/hitung-server/wording.ts",
);

const { version } = JSON.parse(readFileSync("package.json", "utf8"));

writeProgramFiles(
  "dist",
  ["en", "id"].map((language) => {
    const wording = WORDING[language];
    return {
      name: "hitung-server",
      language,
      version,
      description: wording.description,
      hasCompletion: true,
      options: [
        ...Object.entries(OPTIONS).map(([key, spec]) => describe(key, spec, wording)),
        { name: "version", short: "V", meaning: wording.options.version },
        { name: "help", short: "h", meaning: wording.options.help },
      ],
      examples: Object.entries(wording.examples),
      exitCodes: Object.entries(wording.exitCodes),
      related: ["hitung", "hitung-bench", "hitung-check"],
    };
  }),
);

function describe(key, spec, wording) {
  const [, name, optional, value] = /^--(\S+) (?:(\[)|<)(.+)[\]>]$/.exec(spec.flags);
  return {
    name,
    value,
    isOptional: optional !== undefined,
    choices: spec.kind.choices,
    suggestions: spec.kind.suggestions,
    completes: value === "file" || value === "path" ? "files" : value === "host" ? "hosts" : undefined,
    meaning: wording.options[key],
    default: shownDefault(spec, wording),
    variable: spec.variable,
  };
}
