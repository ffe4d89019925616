import { count } from "@hitung/protocol";
import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { statusKb } from "../../../scripts/shared/process-status.js";
import { hex } from "./rivals.js";
import { startBareSink, startHitung } from "./servers.js";

const SAMPLES = {
  ASCII: "Every morning the ferry crosses the bay, and the harbour master counts the passengers by hand.\n",
  mixed: "Paromnya “Merpati” — паром, 渡轮, 나룻배, नाव, เรือ, שיט, عبّارة; café ⛴️ 👩🏽‍✈️ 🇮🇩!\n",
};

/** The load generator repeats a sample of at most 1 MiB. */
const SAMPLE_SIZE = 1 << 20;

const UNITS = [
  { unit: "codePoints", bit: 1, name: "code points" },
  { unit: "graphemes", bit: 2, name: "graphemes" },
];

/** One large message, counted as it comes, beside a server that throws it away; and the memory that it takes. */
export async function benchStreams(load, { streamRounds, streamSize }) {
  const results = [];
  for (const [name, line] of Object.entries(SAMPLES)) {
    const sample = Buffer.from(line.repeat(Math.floor(SAMPLE_SIZE / Buffer.byteLength(line))));
    const samples = Math.max(1, Math.floor(streamSize / sample.length));
    const size = samples * sample.length;
    const rivals = [];
    for (const { unit, bit, name } of UNITS) {
      const reply = `fa0${bit}00000008${hex(count(sample, unit) * samples, 8)}`;
      rivals.push({
        name: `hitung, ${name}`,
        server: await startHitung(),
        header: `f90${bit}${hex(size, 4)}`,
        reply,
      });
    }
    const header = rivals[0].header;
    const sinkReply = hex(0, 8);
    rivals.push({
      name: "bare Node sink",
      server: await startBareSink(size + header.length / 2, sinkReply),
      header,
      reply: sinkReply,
    });
    // The sink serves one message for each connection, the others any number.
    const speeds = new Map(rivals.map((rival) => [rival.name, []]));
    const memory = rivals[0].server.pid;
    await load(
      [
        rivals[0].server.port,
        "stream",
        sample.length,
        `f901${hex(sample.length, 4)}`,
        `fa0100000008${hex(count(sample), 8)}`,
      ],
      sample,
    );
    const before = statusKb(memory, "VmRSS");
    for (let round = 0; round < streamRounds; round++) {
      for (const { name: rival, server, header, reply } of rivals) {
        const [seconds] = await load([server.port, "stream", size, header, reply], sample);
        speeds.get(rival).push(size / seconds / 1e6);
      }
    }
    const growth = (statusKb(memory, "VmHWM") - before) / 1024;
    const medians = new Map([...speeds].map(([rival, all]) => [rival, median(all)]));
    results.push(
      resultOf(`one message of ${Number((size / 1e9).toPrecision(3))} GB, ${name}`, "MB/s", medians),
    );
    results.push(
      resultOf(`its memory: growth of RSS, code points, ${name}`, "MiB", new Map([["hitung", growth]])),
    );
    await Promise.all(rivals.map(({ server }) => server.stop()));
  }
  return results;
}
