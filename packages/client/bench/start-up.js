import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { startServer, time, timeHitung } from "./hitung.js";

/** One question from start to exit, in turn with a Node that does nothing. */
export async function benchStartUp({ starts }) {
  const server = await startServer();
  const times = new Map([
    ["hitung x", []],
    ["node -e 0", []],
  ]);
  try {
    for (let round = -1; round < starts; round++) {
      const { seconds, output } = timeHitung(server.port, ["x"]);
      if (output !== "Jumlah karakter dalam kalimat tersebut ada: 1\n") throw new Error(output);
      const bare = time(["-e", "0"]).seconds;
      // The first round does not count.
      if (round < 0) continue;
      times.get("hitung x").push(seconds * 1000);
      times.get("node -e 0").push(bare * 1000);
    }
  } finally {
    await server.stop();
  }
  const medians = new Map(Array.from(times, ([name, all]) => [name, median(all)]));
  return resultOf("one question, from start to exit", "ms", medians);
}
