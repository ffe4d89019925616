import { KERNEL_INPUT_SIZE, loadKernel } from "../counting/kernel.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Tally } from "./tally.js";

/**
 * In bytes: two short messages. For one message, a call of the kernel takes as long as an answer in JavaScript, about
 * 160 ns.
 */
export const SMALLEST_BATCH = 48;

/** In bytes: the kernel answers no longer message. It is MAX_PAYLOAD of assembly/frames.ts. */
export const LARGEST_BATCHED_MESSAGE = 4096;

/**
 * Answers many MESSAGE frames at once, which is several times as fast as one by one: decoding, counting and encoding
 * run in the kernel, with one copy into it and one copy out of it.
 *
 * A message must begin at `at`. Returns the offset of the first frame that was not answered: one that is not a
 * complete, short and well-formed MESSAGE with known units, or one whose reply found no room.
 */
export function answerBatch(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
  const kernel = loadKernel();
  for (;;) {
    const size = Math.min(chunk.length - at, KERNEL_INPUT_SIZE);
    kernel.copyIn(chunk, at, at + size);
    const consumed = kernel.answerFrames(size, replies.bytes.length - replies.size);
    const answered = kernel.answeredSize();
    replies.bytes.set(kernel.output.subarray(0, answered), replies.size);
    replies.size += answered;
    at += consumed;
    // If less than half was read, a frame stopped it, not the end of the input.
    if (consumed < KERNEL_INPUT_SIZE / 2 || replies.isFull) return at;
  }
}

/** Adds the messages of the last `answerBatch` to the tally, and returns how many they are. */
export function takeBatchTally(tally: Tally | undefined): number {
  const batch = loadKernel().tally;
  let messages = 0;
  for (let units = 1; units < batch.length; units++) {
    const counted = batch[units] as number;
    if (counted === 0) continue;
    batch[units] = 0;
    messages += counted;
    tally?.addCounted(units, counted);
  }
  return messages;
}
