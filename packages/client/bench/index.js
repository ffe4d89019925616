// The command line as a person waits for it. Run it after a build.
//
//   pnpm --filter @hitung/client bench             prints a table
//   pnpm --filter @hitung/client bench --record    and writes bench/records/DATE.json
//   pnpm --filter @hitung/client bench --quick     only shows that it runs

import { parseArgs } from "node:util";
import { print, writeRecord } from "../../../scripts/bench-report.js";
import { benchLines } from "./lines.js";
import { benchStartUp } from "./start-up.js";

const { values } = parseArgs({ options: { record: { type: "boolean" }, quick: { type: "boolean" } } });
const effort = values.quick
  ? { starts: 1, lineRounds: 1, lines: 1000 }
  : { starts: 40, lineRounds: 5, lines: 1_000_000 };

const results = [await benchStartUp(effort), await benchLines(effort)];
for (const result of results) print(result);
if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
