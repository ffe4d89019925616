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

/** What the load generator prints after the seconds, in microseconds. */
export const PERCENTILES = ["p50", "p90", "p99", "p99.9", "max"];

/**
 * Times rivals in turn, so that what the machine does meanwhile falls on all of them alike. The first round does not count.
 * @template {{ name: string }} Rival
 * @param {Rival[]} rivals ours first
 * @param {number} rounds
 * @param {(rival: Rival) => Promise<number[]>} figuresOf one run
 * @returns {Promise<Map<string, number[]>>} the median of each figure of each rival, by its name
 */
export async function raceInTurn(rivals, rounds, figuresOf) {
  const all = new Map(rivals.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const rival of rivals) {
      const figures = await figuresOf(rival);
      if (round >= 0) all.get(rival.name).push(figures);
    }
  }
  return new Map(
    [...all].map(([name, runs]) => [
      name,
      runs[0].map((_, at) => median(runs.map((figures) => figures[at]))),
    ]),
  );
}

/**
 * One figure of each rival.
 * @param {Map<string, number[]>} figures
 * @param {number} at
 */
export function figureAt(figures, at) {
  return new Map([...figures].map(([name, all]) => [name, all[at]]));
}

/**
 * Adds to each row of a result its latency.
 * @param {Result} result
 * @param {Map<string, number[]>} figures of each rival, the percentiles last
 */
export function withLatency(result, figures) {
  for (const row of result.rows) {
    const latency = figures.get(row.name).slice(-PERCENTILES.length);
    row.latency = Object.fromEntries(PERCENTILES.map((name, at) => [name, latency[at]]));
  }
  return result;
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
 * Writes the results with date and machine to `records/DATE.json` in the folder. DATE has the time to the minute (UTC).
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
  const name = date.slice(0, 16).replace(":", "");
  writeFileSync(new URL(`${name}.json`, records), `${JSON.stringify(record, null, 2)}\n`);
}

function rounded(value) {
  return Number(value.toPrecision(3));
}
