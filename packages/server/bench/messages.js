import { median, resultOf } from "../../../scripts/bench-report.js";
import { startBareEcho, startHitung, startRedis } from "./servers.js";

const TEXT = "Handy Arfiano Hastyawan";

const CASES = [
  { connections: 4, pipeline: 1000, messages: 40_000_000 },
  { connections: 50, pipeline: 16, messages: 2_000_000 },
  { connections: 50, pipeline: 1, messages: 150_000 },
];

const FRAME = `f901${size(TEXT)}${hex(TEXT)}`;
const COUNTS = `fa0100000008${TEXT.length.toString(16).padStart(16, "0")}`;

/** Messages of 23 characters a second, beside a bare echo of the same bytes and Redis' ECHO of the same text. */
export async function benchMessages(load, { rounds, share }) {
  const rivals = [
    { name: "hitung", server: await startHitung(), request: FRAME, reply: COUNTS },
    { name: "bare Node echo", server: await startBareEcho(), request: FRAME, reply: FRAME },
    {
      name: "Redis ECHO",
      server: await startRedis(),
      // It needs several times as long; a part of the messages tells as much.
      part: 0.2,
      request: hex(`*2\r\n$4\r\nECHO\r\n$${TEXT.length}\r\n${TEXT}\r\n`),
      reply: hex(`$${TEXT.length}\r\n${TEXT}\r\n`),
    },
  ].filter(({ server }) => server !== undefined);
  try {
    const results = [];
    for (const { connections, pipeline, messages } of CASES) {
      const speeds = await race(rivals, rounds, async ({ server, request, reply, part = 1 }) => {
        const count = Math.max(connections * pipeline, messages * share * part);
        return count / (await load([server.port, connections, pipeline, count, request, reply]));
      });
      results.push(resultOf(`${connections} connections, pipeline ${pipeline}`, "k/s", speeds));
    }
    return results;
  } finally {
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
}

/** Times the rivals in turn, and gives the median of each, in thousands. The first round does not count. */
async function race(rivals, rounds, speedOf) {
  const speeds = new Map(rivals.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const rival of rivals) {
      const speed = await speedOf(rival);
      if (round >= 0) speeds.get(rival.name).push(speed / 1000);
    }
  }
  return new Map([...speeds].map(([name, all]) => [name, median(all)]));
}

function size(text) {
  return text.length.toString(16).padStart(8, "0");
}

function hex(text) {
  return Buffer.from(text).toString("hex");
}
