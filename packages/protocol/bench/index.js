// Counting in memory, without sockets. Run it after a build:

import { print, readBenchArguments, resultOf, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { benchCodePoints } from "./code-points.js";
import { benchGraphemes } from "./graphemes.js";
import { benchMessages } from "./messages.js";
import { benchSegments } from "./segments.js";
import { texts } from "./texts.js";

const values = readBenchArguments("@hitung/protocol");
const effort = values.quick ? { rounds: 1, slice: 1 } : { rounds: 15, slice: 40 };
const MILLION = 1_000_000;

const results = [
  ...benchCodePoints(texts(), effort),
  ...benchGraphemes(texts(), effort),
  ...benchSegments(texts(), effort),
  ...benchMessages(effort),
].map(({ what, unit, speeds }) => {
  return resultOf(what, unit, new Map([...speeds].map(([name, speed]) => [name, speed / MILLION])));
});

for (const result of results) print(result);
if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
