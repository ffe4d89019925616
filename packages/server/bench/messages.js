import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { startRivals } from "./rivals.js";

const CASES = [
  { connections: 1, pipeline: 1, messages: 30_000 },
  { connections: 50, pipeline: 1, messages: 150_000 },
  { connections: 1000, pipeline: 1, messages: 150_000 },
  { connections: 50, pipeline: 16, messages: 2_000_000 },
  { connections: 4, pipeline: 1000, messages: 40_000_000 },
];

/** Redis needs several times as long where messages are pipelined; a part of them tells as much. */
const REDIS_PART = 0.2;

/** What the load generator prints after the seconds, in microseconds. */
const PERCENTILES = ["p50", "p90", "p99", "p99.9", "max"];

/** Messages of 23 characters a second and their latency, beside a bare echo and Redis' ECHO. */
export async function benchMessages(load, { rounds, share }) {
  const rivals = await startRivals();
  try {
    const results = [];
    for (const { connections, pipeline, messages } of CASES) {
      const runs = await race(rivals, rounds, async ({ name, server, request, reply }) => {
        const part = name.startsWith("Redis") && pipeline > 1 ? REDIS_PART : 1;
        const count = Math.max(connections * pipeline, messages * share * part);
        const [seconds, ...latency] = await load([server.port, connections, pipeline, count, request, reply]);
        return [count / seconds / 1000, ...latency];
      });
      const speeds = new Map([...runs].map(([name, [speed]]) => [name, speed]));
      const result = resultOf(
        `${connections} ${connections === 1 ? "connection" : "connections"}, pipeline ${pipeline}`,
        "k/s",
        speeds,
      );
      for (const row of result.rows) {
        const [, ...latency] = runs.get(row.name);
        row.latency = Object.fromEntries(PERCENTILES.map((name, at) => [name, latency[at]]));
      }
      results.push(result);
    }
    return results;
  } finally {
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
}

/** Times the rivals in turn, and gives the median of each figure of each. The first round does not count. */
async function race(rivals, rounds, figuresOf) {
  const all = new Map(rivals.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const rival of rivals) {
      const figures = await figuresOf(rival);
      if (round >= 0) all.get(rival.name).push(figures);
    }
  }
  return new Map(
    [...all].map(([name, runs]) => [
      name,
      runs[0].map((_, at) => median(runs.map((figures) => figures[at]))),
    ]),
  );
}
