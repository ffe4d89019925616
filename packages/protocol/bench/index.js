// Counting in memory, without sockets. Run it after a build:
//
//   pnpm --filter @hitung/protocol bench             prints a table
//   pnpm --filter @hitung/protocol bench --record    and writes bench/records/DATE.json
//   pnpm --filter @hitung/protocol bench --quick     only shows that it runs

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, release, type } from "node:os";
import { parseArgs } from "node:util";
import { benchCodePoints } from "./code-points.js";
import { benchGraphemes } from "./graphemes.js";
import { benchMessages } from "./messages.js";
import { texts } from "./texts.js";

const { values } = parseArgs({ options: { record: { type: "boolean" }, quick: { type: "boolean" } } });
const effort = values.quick ? { rounds: 1, slice: 1 } : { rounds: 15, slice: 40 };
const MILLION = 1_000_000;

const results = [
  ...benchCodePoints(texts(), effort),
  ...benchGraphemes(texts(), effort),
  ...benchMessages(effort),
].map(({ what, unit, speeds }) => {
  const ours = speeds.values().next().value;
  const rows = [...speeds].map(([name, speed]) => ({
    name,
    speed: rounded(speed / MILLION),
    ratio: rounded(ours / speed),
  }));
  return { what, unit, rows };
});

for (const { what, unit, rows } of results) {
  print(what);
  for (const { name, speed, ratio } of rows) {
    print(`  ${name.padEnd(28)}${String(speed).padStart(10)} ${unit.padEnd(6)}${String(ratio).padStart(8)}`);
  }
}

if (values.record) {
  const date = new Date().toISOString();
  const machine = { cpu: cpus()[0]?.model, cores: cpus().length, system: `${type()} ${release()}` };
  const folder = new URL("records/", import.meta.url);
  mkdirSync(folder, { recursive: true });
  const record = { date, machine, node: process.version, effort, results };
  writeFileSync(new URL(`${date.slice(0, 10)}.json`, folder), `${JSON.stringify(record, null, 2)}\n`);
}

function rounded(value) {
  return Number(value.toPrecision(3));
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
