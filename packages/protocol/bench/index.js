// Counting in memory, without sockets. Run it after a build:

import {
  partsAskedFor,
  print,
  readBenchArguments,
  resultOf,
  writeRecord,
} from "../../../scripts/shared/benchmarks.js";
import { benchCodePoints } from "./code-points.js";
import { benchGraphemes } from "./graphemes.js";
import { benchMessages } from "./messages.js";
import { benchSegments } from "./segments.js";
import { texts } from "./texts.js";

const parts = {
  "code-points": (effort) => benchCodePoints(texts(), effort),
  graphemes: (effort) => benchGraphemes(texts(), effort),
  boundaries: (effort) => benchSegments(texts(), effort),
  messages: benchMessages,
};

const values = readBenchArguments("@hitung/protocol", Object.keys(parts));
const effort = values.quick ? { rounds: 1, slice: 1 } : { rounds: 15, slice: 40 };
const MILLION = 1_000_000;

const results = partsAskedFor(parts, values.only)
  .flatMap((bench) => bench(effort))
  .map(({ what, unit, speeds }) => {
    return resultOf(what, unit, new Map([...speeds].map(([name, speed]) => [name, speed / MILLION])));
  });

for (const result of results) print(result);
if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
