// Writes docs/benchmarks.md, its plots and the figures of the READMEs from the newest record of each package.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { pageOf } from "./report/page.js";
import { withFigures } from "./report/readme.js";
import { readRecords } from "./report/records.js";
import { readArguments } from "./shared/arguments.js";

const READMES = { "README.md": "en", "README.id.md": "id" };

const USAGE = `node scripts/report.js [--check]
Writes docs/benchmarks.md, its plots and the figures of the READMEs from the records of the benchmarks.
With --check it writes nothing, and ends with 1 if something would change.`;

const { check } = readArguments(USAGE, { check: { type: "boolean" } });
const root = new URL("../", import.meta.url);
const records = readRecords();
const files = pageOf(records);
for (const [path, language] of Object.entries(READMES)) {
  files.set(path, withFigures(readOrEmpty(path), records, language));
}
const stale = [...files].filter(([path, content]) => readOrEmpty(path) !== content);

if (check) {
  for (const [path] of stale) process.stderr.write(`${path} differs from the records of the benchmarks\n`);
  if (stale.length > 0) process.stderr.write("Run node scripts/report.js\n");
  process.exitCode = stale.length > 0 ? 1 : 0;
} else {
  mkdirSync(new URL("docs/plots/", root), { recursive: true });
  for (const [path, content] of stale) {
    writeFileSync(new URL(path, root), content);
    process.stdout.write(`${path}\n`);
  }
}

function readOrEmpty(path) {
  try {
    return readFileSync(new URL(path, root), "utf8");
  } catch {
    return "";
  }
}
