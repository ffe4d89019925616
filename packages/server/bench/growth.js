import { writeFileSync } from "node:fs";
import { figureAt, median, raceInTurn, resultOf, withLatency } from "../../../scripts/shared/benchmarks.js";
import { statusKb } from "../../../scripts/shared/process-status.js";
import { startRivals } from "./rivals.js";

/** On how many connections the messages of a pipeline are in flight. */
const IN_FLIGHT_CONNECTIONS = 10;

/** Messages a second and their latency by connections, and memory by messages in flight. */
export async function benchGrowth(load, { growthRounds, steps, growthMessages, inFlight }) {
  const results = [];
  const rivals = await startRivals();
  try {
    for (const connections of steps) {
      const count = Math.max(2 * connections, growthMessages);
      const runs = await raceInTurn(rivals, growthRounds, async ({ server, request, reply }) => {
        const [seconds, ...latency] = await load([server.port, connections, 1, count, request, reply]);
        return [count / seconds / 1000, ...latency];
      });
      results.push(
        withLatency(resultOf(`messages by connections, ${connections}`, "k/s", figureAt(runs, 0)), runs),
      );
    }
  } finally {
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
  for (const messages of inFlight) {
    const sizes = new Map();
    for (let round = 0; round < growthRounds; round++) {
      for (const { name, server, request, reply } of await startRivals()) {
        const pipeline = messages / IN_FLIGHT_CONNECTIONS;
        // The first run warms up: what the compiler of V8 takes is no matter of messages.
        for (let run = 0; run < 2; run++) {
          forgetPeak(server.pid);
          await load([server.port, IN_FLIGHT_CONNECTIONS, pipeline, 20 * messages, request, reply]);
        }
        sizes.set(name, [...(sizes.get(name) ?? []), statusKb(server.pid, "VmHWM") / 1024]);
        await server.stop();
      }
    }
    const medians = new Map([...sizes].map(([name, all]) => [name, median(all)]));
    results.push(resultOf(`memory by messages in flight, ${messages}`, "MiB", medians));
  }
  return results;
}

/** Has the system count the peak of a process's memory anew, where it can (Linux). */
function forgetPeak(pid) {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, "5");
  } catch {
    // Then the peak is that of all its life.
  }
}
