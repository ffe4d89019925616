// Through sockets of the loopback interface. Run it after a build; it needs a C compiler, as a load generator in
// JavaScript would be the bottleneck, and shows Redis where redis-server is installed.

import { partsAskedFor, print, readBenchArguments, writeRecord } from "../../../scripts/shared/benchmarks.js";
import { compileLoad } from "../../../scripts/shared/load.js";
import { benchFairness } from "./fairness.js";
import { benchGrowth } from "./growth.js";
import { benchMemory } from "./memory.js";
import { benchMessages } from "./messages.js";
import { benchStart } from "./start.js";
import { benchStreams } from "./streams.js";
import { benchText } from "./text.js";
import { benchVisits } from "./visits.js";
import { benchWorkers } from "./workers.js";

const PARTS = ["messages", "visits", "text", "workers", "streams", "memory", "growth", "fairness", "start"];

const values = readBenchArguments("@hitung/server", PARTS);
const effort = values.quick
  ? {
      rounds: 1,
      share: 0.001,
      crowds: 1,
      lineSize: 4_000_000,
      growthRounds: 1,
      growthMessages: 100,
      steps: [1, 100],
      inFlight: [100, 1000],
      starts: 1,
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
      crowds: 15,
      lineSize: 2_000_000_000,
      growthRounds: 3,
      growthMessages: 100_000,
      steps: [1, 10, 100, 1000, 5000, 10_000],
      inFlight: [10, 100, 1000, 10_000, 100_000],
      starts: 15,
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
    visits: () => benchVisits(load, effort),
    text: () => benchText(load, effort),
    workers: () => benchWorkers(load, effort),
    streams: () => benchStreams(load, effort),
    memory: () => benchMemory(effort),
    growth: () => benchGrowth(load, effort),
    fairness: () => benchFairness(effort),
    start: () => benchStart(effort),
  };
  const results = [];
  for (const run of partsAskedFor(parts, values.only)) results.push(...(await run()));
  for (const result of results) print(result);
  if (values.record) writeRecord(new URL(".", import.meta.url), effort, results);
}
