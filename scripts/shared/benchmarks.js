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
 * @param {string[]} parts that can be asked for alone
 */
export function readBenchArguments(name, parts = []) {
  const only = parts.length === 0 ? "" : ` [--only PART]`;
  const usage = `pnpm --filter ${name} bench [--record | --quick]${only}
Prints a table. With --record it also writes bench/records/DATE.json; --quick only shows that it runs.`;
  return readArguments(parts.length === 0 ? usage : `${usage}\n--only runs one part: ${parts.join(", ")}.`, {
    record: { type: "boolean" },
    quick: { type: "boolean" },
    ...(only && { only: { type: "string" } }),
  });
}

/**
 * The parts that are asked for: one, or all. Another name ends the program with the exit code 2.
 * @template Part
 * @param {Readonly<Record<string, Part>>} parts
 * @param {string | undefined} only
 * @returns {Part[]}
 */
export function partsAskedFor(parts, only) {
  if (only === undefined) return Object.values(parts);
  if (Object.hasOwn(parts, only)) return [parts[only]];
  process.stderr.write(
    `--only ${only}: there is no such part; it is one of ${Object.keys(parts).join(", ")}\n`,
  );
  process.exit(2);
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
