// The command line as a person waits for it. Run it after a build.

import { print, readBenchArguments, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { benchLines } from "./lines.js";
import { benchStartUp } from "./start-up.js";

const values = readBenchArguments("@hitung/client");
const effort = values.quick
  ? { starts: 1, lineRounds: 1, lines: 1000 }
  : { starts: 40, lineRounds: 5, lines: 1_000_000 };

const results = [await benchStartUp(effort), await benchLines(effort)];
for (const result of results) print(result);
if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
