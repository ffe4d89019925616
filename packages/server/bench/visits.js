import {
  figureAt,
  median,
  PERCENTILES,
  raceInTurn,
  resultOf,
  withLatency,
} from "../../../scripts/shared/benchmarks.js";
import { processorSeconds } from "../../../scripts/shared/process-status.js";
import { startRivals } from "./rivals.js";

const AT_ONCE = 50;

/** Fewer than there are ports, as each is used once a minute. */
const VISITS = 40_000;

const CROWD = 1000;

/** Where the slowest answer is, in what the load generator prints. */
const SLOWEST = 1 + PERCENTILES.indexOf("max");

/**
 * Clients that connect, ask once and leave, beside a bare echo and Redis' ECHO; and a crowd that comes at once, to a server
 * that has seen crowds, and to one that has just started.
 */
export async function benchVisits(load, { rounds, crowds, share }) {
  const rivals = await startRivals();
  const visits = Math.max(AT_ONCE + 1, Math.round(VISITS * share));
  const results = [];
  try {
    const runs = await raceInTurn(rivals, rounds, async ({ server, request, reply }) => {
      const before = processorSeconds(server.pid);
      const [seconds, ...latency] = await load([server.port, "visits", AT_ONCE, visits, request, reply]);
      const cost = processorSeconds(server.pid) - before;
      return [visits / seconds / 1000, (cost / visits) * 1e6, ...latency];
    });
    const title = `connect, ask, read, close; ${AT_ONCE} at once`;
    results.push(withLatency(resultOf(`visits, ${title}`, "k/s", figureAt(runs, 0)), runs));
    results.push(resultOf(`processor time of a visit, ${title}`, "µs", figureAt(runs, 1)));
    const warm = await raceInTurn(rivals, crowds, async (rival) => [await slowestOf(load, rival)]);
    results.push(resultOf(`slowest of a crowd of ${CROWD}`, "ms", figureAt(warm, 0)));
  } finally {
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
  results.push(await benchColdCrowds(load, crowds));
  return results;
}

async function benchColdCrowds(load, crowds) {
  const waits = new Map();
  for (let round = 0; round < crowds; round++) {
    for (const rival of await startRivals()) {
      waits.set(rival.name, [...(waits.get(rival.name) ?? []), await slowestOf(load, rival)]);
      await rival.server.stop();
    }
  }
  const medians = new Map([...waits].map(([name, all]) => [name, median(all)]));
  return resultOf(`slowest of a crowd of ${CROWD}, right after the start`, "ms", medians);
}

async function slowestOf(load, { server, request, reply }) {
  const figures = await load([server.port, "visits", CROWD, CROWD, request, reply]);
  return figures[SLOWEST] / 1000;
}
