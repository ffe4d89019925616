// Through sockets of the loopback interface. Run it after a build; it needs a C compiler, as a load generator in
// JavaScript would be the bottleneck, and shows Redis where redis-server is installed.
//
//   pnpm --filter @hitung/server bench             prints a table
//   pnpm --filter @hitung/server bench --record    and writes bench/records/DATE.json
//   pnpm --filter @hitung/server bench --quick     only shows that it runs

import { parseArgs } from "node:util";
import { print, writeRecord } from "../../../scripts/bench-report.js";
import { compileLoad } from "./load.js";
import { benchMemory } from "./memory.js";
import { benchMessages } from "./messages.js";
import { benchStreams } from "./streams.js";

const { values } = parseArgs({ options: { record: { type: "boolean" }, quick: { type: "boolean" } } });
const effort = values.quick
  ? {
      rounds: 1,
      share: 0.001,
      streamRounds: 1,
      streamSize: 4_000_000,
      memoryRounds: 1,
      connections: [0, 100],
    }
  : {
      rounds: 7,
      share: 1,
      streamRounds: 3,
      streamSize: 4_000_000_000,
      memoryRounds: 3,
      connections: [0, 1000, 2500, 5000, 7500, 10_000],
    };

const load = compileLoad();
if (load === undefined) {
  process.stdout.write("no C compiler (cc): the benchmarks through sockets are left out\n");
} else {
  const results = [
    ...(await benchMessages(load, effort)),
    ...(await benchStreams(load, effort)),
    ...(await benchMemory(effort)),
  ];
  for (const result of results) print(result);
  if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
}
