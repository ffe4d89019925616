import { KERNEL_INPUT_SIZE, type Kernel, loadKernel } from "../counting/kernel.js";
import type { UnitSet } from "../units.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Tally } from "./tally.js";

/**
 * In bytes: two short messages in frames. For one, a call of the kernel takes as long as an answer in JavaScript, about
 * 160 ns.
 */
export const SMALLEST_BATCH = 48;

/** In bytes: the kernel answers no longer message. It is MAX_PAYLOAD of assembly/frames.ts and MAX_LINE of lines.ts. */
export const LARGEST_BATCHED_MESSAGE = 4096;

/**
 * Answers many MESSAGE frames at once, which is several times as fast as one by one: decoding, counting and encoding
 * run in the kernel, with one copy out of it, and one into it unless the bytes came into `receiveBuffer`.
 *
 * A message must begin at `at`. Returns the offset of the first frame that was not answered: one that is not a
 * complete, short and well-formed MESSAGE with known units, or one whose reply found no room.
 */
export function answerFrames(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
  return answerInKernel(chunk, at, replies, (kernel, place, size, room) =>
    kernel.answerFrames(place, size, room),
  );
}

/**
 * Likewise answers lines of text mode with a sentence; see `Kernel.answerLines`. Returns the offset of the first line
 * that was not answered: one that is cut, long or ill-formed, or one whose reply found no room.
 */
export function answerLines(
  chunk: Uint8Array,
  at: number,
  replies: ReplyBuffer,
  unit: UnitSet,
  counted: (characters: number) => string,
): number {
  return answerInKernel(chunk, at, replies, (kernel, place, size, room) =>
    kernel.answerLines(place, size, room, unit, counted),
  );
}

function answerInKernel(
  chunk: Uint8Array,
  at: number,
  replies: ReplyBuffer,
  answer: (kernel: Kernel, place: number, size: number, room: number) => number,
): number {
  const kernel = loadKernel();
  for (;;) {
    const end = Math.min(chunk.length, at + KERNEL_INPUT_SIZE);
    const room = replies.bytes.length - replies.size;
    const consumed = answer(kernel, kernel.place(chunk, at, end), end - at, room);
    const answered = kernel.answeredSize();
    replies.bytes.set(kernel.output.subarray(0, answered), replies.size);
    replies.size += answered;
    at += consumed;
    // If less than half was read, a message stopped it, not the end of the input.
    if (consumed < KERNEL_INPUT_SIZE / 2 || replies.isFull) return at;
  }
}

/** Adds the messages that were answered last to the tally, and returns how many they are. */
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
