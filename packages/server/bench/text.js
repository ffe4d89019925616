import { figureAt, raceInTurn, resultOf, withLatency } from "../../../scripts/shared/benchmarks.js";
import { COUNTS, FRAME, hex, hexOf, partFor, startRivals, TEXT } from "./rivals.js";

const CASES = [
  { connections: 50, pipeline: 1, messages: 150_000 },
  { connections: 50, pipeline: 16, messages: 1_000_000 },
  { connections: 4, pipeline: 1000, messages: 10_000_000 },
];

const LINE =
  "Every morning the ferry crosses the bay, and the harbour master counts the passengers by hand. ";

/** The load generator repeats a sample of at most 1 MiB. */
const SAMPLE = Buffer.from(LINE.repeat(Math.floor((1 << 20) / LINE.length)));

function sentence(count) {
  return hexOf(`Jumlah karakter dalam kalimat tersebut ada: ${count}\n`);
}

/** Lines of text mode: many short ones beside Redis' ECHO and our own frames, and a single large one beside the same in a frame. */
export async function benchText(load, { rounds, share, streamRounds, lineSize }) {
  const [hitung, ...others] = await startRivals();
  const { server } = hitung;
  const rivals = [
    { ...hitung, request: hexOf(`${TEXT}\n`), reply: sentence(TEXT.length) },
    ...others.filter(({ name }) => name.startsWith("Redis")),
    { name: "hitung, frames", server, request: FRAME, reply: COUNTS },
  ];
  try {
    const results = [];
    for (const { connections, pipeline, messages } of CASES) {
      const runs = await raceInTurn(rivals, rounds, async ({ name, server, request, reply }) => {
        const count = Math.max(connections * pipeline, messages * share * partFor(name, pipeline));
        const [seconds, ...latency] = await load([server.port, connections, pipeline, count, request, reply]);
        return [count / seconds / 1000, ...latency];
      });
      const title = `lines of text mode, ${connections} connections, pipeline ${pipeline}`;
      results.push(withLatency(resultOf(title, "k/s", figureAt(runs, 0)), runs));
    }
    const size = Math.ceil(lineSize / SAMPLE.length) * SAMPLE.length;
    const ways = [
      { name: "hitung", header: "", reply: sentence(size) },
      { name: "hitung, a frame", header: `f901${hex(size, 4)}`, reply: `fa0100000008${hex(size, 8)}` },
    ];
    const speeds = await raceInTurn(ways, streamRounds, async ({ header, reply }) => {
      const [seconds] = await load([server.port, "stream", size, header, reply], SAMPLE);
      return [size / seconds / 1e6];
    });
    results.push(
      resultOf(
        `one line of ${Number((size / 1e9).toPrecision(2))} GB in text mode`,
        "MB/s",
        figureAt(speeds, 0),
      ),
    );
    return results;
  } finally {
    await Promise.all([hitung, ...others].map(({ server }) => server.stop()));
  }
}
