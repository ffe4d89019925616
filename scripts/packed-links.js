// Checks the links in the Markdown files that each package is published with: what they lead to is in the package, or has
// a whole URL. In the repository other links work, and after an install they lead nowhere.

import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

readArguments(
  `pnpm check:links
Checks that the links in what the packages are published with lead to what is published.`,
  {},
);

const REPOSITORY = "https://github.com/hitung/hitung/blob/main/";
const IN_REPOSITORY = /^https:\/\/github\.com\/hitung\/hitung\/(?:blob|tree)\/main\/(.*)$/;
const LINK = /\]\(([^)\s]+)\)|^\[[^\]]+\]:\s*(\S+)|(?:src|href)="([^"]+)"/gm;

const root = fileURLToPath(new URL("..", import.meta.url));
const problems = [];
for (const name of readdirSync(join(root, "packages"))) {
  const folder = join(root, "packages", name);
  const files = packedFiles(folder);
  for (const file of files.filter((each) => each.endsWith(".md"))) {
    for (const [, ...links] of readFileSync(join(folder, file), "utf8").matchAll(LINK)) {
      const link = links.find((each) => each !== undefined);
      const problem = problemOf(link, file, files);
      if (problem !== undefined) problems.push(`packages/${name}/${file}: ${link} ${problem}`);
    }
  }
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** What `npm pack` would put into a package. */
function packedFiles(folder) {
  const output = execFileSync("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return JSON.parse(String(output))[0].files.map(({ path }) => path);
}

function problemOf(link, file, files) {
  const [target] = link.split("#");
  const path = IN_REPOSITORY.exec(target)?.[1];
  if (path !== undefined) return existsSync(join(root, path)) ? undefined : "is not in the repository";
  if (target === "" || /^[a-z]+:/.test(target)) return undefined;
  const packed = normalize(join(dirname(file), target));
  if (packed.startsWith("..")) return `leads out of the package: write ${REPOSITORY}…`;
  return files.includes(packed) ? undefined : "is not published with the package";
}
