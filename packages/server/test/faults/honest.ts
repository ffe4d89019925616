import { COUNT_SIZE, countFrame, frame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { sentence } from "../../../../testing/sentences.js";

/** How often an honest client asks while latency is measured. */
const ASKS = 250;

/**
 * Milliseconds that each of a few honest clients, which ask one thing after the other in both modes, waited for its
 * answers.
 * @throws where an answer is wrong
 */
export async function honestLatencies(port: number, clients = 4): Promise<number[]> {
  const latencies = Array.from({ length: clients }, async (_, i) => {
    const peer = await Peer.connect(port);
    const waited: number[] = [];
    for (let size = 0; size < ASKS; size++) {
      const before = performance.now();
      await (i % 2 === 0 ? askInText(peer, size) : askInFrames(peer, size));
      waited.push(performance.now() - before);
    }
    await peer.close();
    return waited;
  });
  return (await Promise.all(latencies)).flat();
}

async function askInText(peer: Peer, size: number): Promise<void> {
  const expected = sentence(size, "\n");
  const answer = await peer.ask(`${"\u00e9".repeat(size)}\n`, expected.length);
  if (answer !== expected) throw new Error(`a wrong answer: ${answer}`);
}

async function askInFrames(peer: Peer, size: number): Promise<void> {
  const answer = await peer.send(frame(0xf9, 1, "\u00e9".repeat(size))).read(COUNT_SIZE);
  if (!answer.equals(countFrame(size))) throw new Error(`a wrong answer: ${answer.toString("hex")}`);
}

/** The value that the given part, from 0 to 1, of the values stays below. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] as number;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
