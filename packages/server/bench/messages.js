import { figureAt, raceInTurn, resultOf, withLatency } from "../../../scripts/shared/benchmarks.js";
import { processorSeconds } from "../../../scripts/shared/process-status.js";
import { partFor, startRivals } from "./rivals.js";

const CASES = [
  { connections: 1, pipeline: 1, messages: 30_000 },
  { connections: 50, pipeline: 1, messages: 150_000 },
  { connections: 1000, pipeline: 1, messages: 150_000 },
  { connections: 50, pipeline: 16, messages: 2_000_000 },
  { connections: 4, pipeline: 1000, messages: 40_000_000 },
];

/** Messages of 23 characters a second, their latency and what they cost, beside a bare echo and Redis' ECHO. */
export async function benchMessages(load, { rounds, share }) {
  const rivals = await startRivals();
  try {
    const results = [];
    for (const { connections, pipeline, messages } of CASES) {
      const runs = await raceInTurn(rivals, rounds, async ({ name, server, request, reply }) => {
        const count = Math.max(connections * pipeline, messages * share * partFor(name, pipeline));
        const before = processorSeconds(server.pid);
        const [seconds, ...latency] = await load([server.port, connections, pipeline, count, request, reply]);
        const cost = processorSeconds(server.pid) - before;
        return [count / seconds / 1000, (cost / count) * 1e6, ...latency];
      });
      const title = `${connections} ${connections === 1 ? "connection" : "connections"}, pipeline ${pipeline}`;
      results.push(withLatency(resultOf(title, "k/s", figureAt(runs, 0)), runs));
      results.push(resultOf(`processor time of a message, ${title}`, "µs", figureAt(runs, 1)));
    }
    return results;
  } finally {
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
}
