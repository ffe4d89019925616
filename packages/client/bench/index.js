// The command line as a person waits for it. Run it after a build.

import { partsAskedFor, print, readBenchArguments, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { benchFiles } from "./files.js";
import { benchLines } from "./lines.js";
import { benchStartUp } from "./start-up.js";

const values = readBenchArguments("@hitung/client", ["start-up", "lines", "files"]);
const effort = values.quick
  ? { starts: 1, lineRounds: 1, lines: 1000, fileRounds: 1, fileSize: 4_000_000 }
  : { starts: 40, lineRounds: 5, lines: 1_000_000, fileRounds: 5, fileSize: 1_700_000_000 };

const parts = {
  "start-up": async () => [await benchStartUp(effort)],
  lines: async () => [await benchLines(effort)],
  files: () => benchFiles(effort),
};
const results = [];
for (const run of partsAskedFor(parts, values.only)) results.push(...(await run()));
for (const result of results) print(result);
if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
