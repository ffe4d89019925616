// What the benchmarks of all packages share: medians, tables, and the record of a run.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { readArguments } from "./arguments.js";

/**
 * @typedef {object} Result
 * @property {string} what what was raced
 * @property {string} unit of the speeds
 * @property {{ name: string, speed: number, ratio: number }[]} rows ours first; the ratio is ours to theirs
 */

/**
 * Reads the arguments of a package's benchmarks.
 * @param {string} name of the package
 */
export function readBenchArguments(name) {
  return readArguments(
    `pnpm --filter ${name} bench [--record | --quick]
Prints a table. With --record it also writes bench/records/DATE.json; --quick only shows that it runs.`,
    { record: { type: "boolean" }, quick: { type: "boolean" } },
  );
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * @param {string} what
 * @param {string} unit
 * @param {Map<string, number>} speeds ours first
 * @returns {Result}
 */
export function resultOf(what, unit, speeds) {
  const [ours] = speeds.values();
  const rows = [...speeds].map(([name, speed]) => ({
    name,
    speed: rounded(speed),
    ratio: rounded(ours / speed),
  }));
  return { what, unit, rows };
}

/** @param {Result} result */
export function print({ what, unit, rows }) {
  process.stdout.write(`${what}\n`);
  for (const { name, speed, ratio } of rows) {
    process.stdout.write(
      `  ${name.padEnd(28)}${String(speed).padStart(10)} ${unit.padEnd(6)}${String(ratio).padStart(8)}\n`,
    );
  }
}

/**
 * Writes the results with date and machine to `records/DATE.json` in the folder.
 * @param {URL} folder
 * @param {object} effort
 * @param {Result[]} results
 */
export function writeRecord(folder, effort, results) {
  const date = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, system: `${type()} ${release()}` };
  const records = new URL("records/", folder);
  mkdirSync(records, { recursive: true });
  const record = { date, machine, node: process.version, effort, results };
  writeFileSync(new URL(`${date.slice(0, 10)}.json`, records), `${JSON.stringify(record, null, 2)}\n`);
}

function rounded(value) {
  return Number(value.toPrecision(3));
}
