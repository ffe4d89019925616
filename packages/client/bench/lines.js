import { median, resultOf } from "../../../scripts/shared/benchmarks.js";
import { startServer, timeHitung } from "./hitung.js";

/** Short lines of standard input, with their sentences and as bare numbers. */
export async function benchLines({ lineRounds, lines }) {
  const server = await startServer();
  const numbers = Array.from({ length: lines }, (_, i) => String(i));
  const input = `${numbers.join("\n")}\n`;
  const counts = numbers.map((line) => line.length);
  const ways = [
    { name: "sentences", args: [], expected: "Jumlah karakter dalam kalimat tersebut ada: " },
    { name: "--quiet", args: ["--quiet"], expected: "" },
  ];
  try {
    const speeds = ways.map(({ name, args, expected }) => {
      const wanted = counts.map((count) => `${expected}${count}\n`).join("");
      const all = Array.from({ length: lineRounds }, () => {
        const { seconds, output } = timeHitung(server.port, args, input);
        if (output !== wanted) throw new Error(`wrong answers: ${output.slice(0, 100)}`);
        return lines / seconds / 1000;
      });
      return [name, median(all)];
    });
    return resultOf(`${lines} lines of standard input`, "k/s", new Map(speeds));
  } finally {
    await server.stop();
  }
}
