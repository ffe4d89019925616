import { figureAt, raceInTurn, resultOf } from "../../../scripts/shared/benchmarks.js";
import { processorSeconds } from "../../../scripts/shared/process-status.js";
import { COUNTS, FRAME, hex, hexOf } from "./rivals.js";
import { startHitung } from "./servers.js";

const CASES = [
  { connections: 50, pipeline: 1, messages: 150_000 },
  { connections: 50, pipeline: 16, messages: 2_000_000 },
  { connections: 4, pipeline: 1000, messages: 20_000_000 },
  { connections: 50, pipeline: 4, messages: 400_000, size: 4 },
];

/** A KiB of Devanagari, each of whose characters is a consonant and a vowel sign: the most work for the fewest bytes. */
const HINDI = "\u0928\u093f".repeat(170);

/** What is sent, and replied, in hexadecimal. */
function exchangeOf({ size }) {
  if (size === undefined) return [FRAME, COUNTS];
  const text = HINDI.repeat(size);
  return [`f902${hex(Buffer.byteLength(text), 4)}${hexOf(text)}`, `fa0200000008${hex(170 * size, 8)}`];
}

/** How many processes serve. */
const WORKERS = [1, 2];

/** Messages of 23 characters a second, and what each costs of processors, of servers with one process and with two workers. */
export async function benchWorkers(load, { rounds, share }) {
  const servers = await Promise.all(
    WORKERS.map(async (workers) => ({
      name: workers === 1 ? "one process" : `${workers} workers`,
      server: await startHitung("--workers", workers),
    })),
  );
  try {
    const results = [];
    for (const each of CASES) {
      const { connections, pipeline, messages, size } = each;
      const [request, reply] = exchangeOf(each);
      const count = Math.max(connections * pipeline, messages * share);
      const runs = await raceInTurn(servers, rounds, async ({ server }) => {
        const before = processorSeconds(server.pid);
        const [seconds] = await load([server.port, connections, pipeline, count, request, reply]);
        const cost = processorSeconds(server.pid) - before;
        return [count / seconds / 1000, (cost / count) * 1e6];
      });
      const what = size === undefined ? "" : `, graphemes of ${size} KiB of Hindi`;
      const title = `${connections} connections, pipeline ${pipeline}${what}`;
      results.push(resultOf(`workers, ${title}`, "k/s", figureAt(runs, 0)));
      results.push(resultOf(`processor time with workers, ${title}`, "µs", figureAt(runs, 1)));
    }
    return results;
  } finally {
    await Promise.all(servers.map(({ server }) => server.stop()));
  }
}
