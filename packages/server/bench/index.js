// Through sockets of the loopback interface. Run it after a build; it needs a C compiler, as a load generator in
// JavaScript would be the bottleneck, and shows Redis where redis-server is installed.

import { partsAskedFor, print, readBenchArguments, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { benchFairness } from "./fairness.js";
import { compileLoad } from "./load.js";
import { benchMemory } from "./memory.js";
import { benchMessages } from "./messages.js";
import { benchStreams } from "./streams.js";
import { benchWorkers } from "./workers.js";

const values = readBenchArguments("@hitung/server", ["messages", "workers", "streams", "memory", "fairness"]);
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
  const parts = {
    messages: () => benchMessages(load, effort),
    workers: () => benchWorkers(load, effort),
    streams: () => benchStreams(load, effort),
    memory: () => benchMemory(effort),
    fairness: () => benchFairness(effort),
  };
  const results = [];
  for (const run of partsAskedFor(parts, values.only)) results.push(...(await run()));
  for (const result of results) print(result);
  if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
}
