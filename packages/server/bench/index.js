// Through sockets of the loopback interface. Run it after a build; it needs a C compiler, as a load generator in
// JavaScript would be the bottleneck, and shows Redis where redis-server is installed.

import { print, readBenchArguments, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { benchFairness } from "./fairness.js";
import { compileLoad } from "./load.js";
import { benchMemory } from "./memory.js";
import { benchMessages } from "./messages.js";
import { benchStreams } from "./streams.js";

const values = readBenchArguments("@hitung/server");
const effort = values.quick
  ? {
      rounds: 1,
      share: 0.001,
      streamRounds: 1,
      streamSize: 4_000_000,
      memoryRounds: 1,
      connections: [0, 100],
      fairnessRounds: 1,
      questions: 10,
    }
  : {
      rounds: 7,
      share: 1,
      streamRounds: 3,
      streamSize: 4_000_000_000,
      memoryRounds: 3,
      connections: [0, 1000, 2500, 5000, 7500, 10_000],
      fairnessRounds: 3,
      questions: 300,
    };

const load = compileLoad();
if (load === undefined) {
  process.stdout.write("no C compiler (cc): the benchmarks through sockets are left out\n");
} else {
  const results = [
    ...(await benchMessages(load, effort)),
    ...(await benchStreams(load, effort)),
    ...(await benchMemory(effort)),
    ...(await benchFairness(effort)),
  ];
  for (const result of results) print(result);
  if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
}
