// Makes the manual pages of the programs, and what completes them in shells, from the tables of their options.

import { readFileSync } from "node:fs";
import { build } from "esbuild";
import { writeProgramFiles } from "../../../scripts/program-files/index.js";
import { importSources } from "../../../scripts/program-files/sources.js";

/** What the history and the colours depend on, which no option tells. */
const NOTES = {
  en: {
    conversation: "Conversation",
    variables: [
      ["NO_COLOR", "no colours, unless it is empty"],
      ["XDG_STATE_HOME", "the folder of the history; ~/.local/state without it"],
    ],
    history: "the last 1000 lines that were typed",
  },
  id: {
    conversation: "Tanya jawab",
    variables: [
      ["NO_COLOR", "tanpa warna, kecuali jika kosong"],
      ["XDG_STATE_HOME", "folder riwayat; tanpa ini ~/.local/state"],
    ],
    history: "1000 baris terakhir yang diketik",
  },
};

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const { HITUNG, HITUNG_BENCH, HITUNG_CHECK } = await importSources(
  build,
  "./src/hitung/options.ts",
  "./src/hitung-bench/options.ts",
  "./src/hitung-check/options.ts",
);

writeProgramFiles(
  "dist",
  ["en", "id"].flatMap((language) => {
    const { conversation, variables, history } = NOTES[language];
    const { commands, escapeColon, editing } = HITUNG.wording[language];
    const typed = Object.entries(commands).map(([name, meaning]) => [`:${name}`, meaning]);
    return [
      {
        ...describe(HITUNG, language),
        hasCompletion: true,
        sections: [{ title: conversation, rows: typed, notes: [escapeColon, editing] }],
        variables,
        files: [["~/.local/state/hitung/history", history]],
        related: ["hitung-bench", "hitung-check", "hitung-server"],
      },
      {
        ...describe(HITUNG_BENCH, language),
        hasCompletion: false,
        variables: variables.slice(0, 1),
        related: ["hitung", "hitung-check", "hitung-server"],
      },
      {
        ...describe(HITUNG_CHECK, language),
        hasCompletion: false,
        variables: variables.slice(0, 1),
        related: ["hitung", "hitung-bench", "hitung-server"],
      },
    ];
  }),
);

function describe({ name, table, wording }, language) {
  const { description, words, options, examples, exitCodes } = wording[language];
  return {
    name,
    language,
    version,
    description,
    words: words && { name: words.name, meaning: `${words.meaning}; ${words.dashHint}` },
    options: Object.entries(table).map(([key, option]) => ({
      name: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      short: option.short,
      value: option.value?.name,
      isList: option.value?.isList,
      isRepeatable: option.isRepeatable,
      takesWords: option.takesWords,
      choices: option.value?.choices,
      suggestions: option.value?.suggestions,
      completes: option.value?.completes,
      meaning: options[key],
      default: option.default,
      variable: option.variable,
    })),
    examples,
    exitCodes: Object.entries(exitCodes),
  };
}
