import { BadFrameError } from "../errors.js";
import { type Bytes, checkByte, checkRoom, checkText } from "../input.js";
import { type UnitSet, unitCount } from "../units.js";
import { COUNT_SIZE, FrameKind, MAX_EXPLANATION_SIZE } from "../wire.js";
import { readU32, writeU32 } from "./bytes.js";
import { FrameDecoder, putHeader, writeHeader } from "./frame.js";

// COUNTS: the tag is the set of units, the payload one big-endian u64 for each of them, lowest bit first.
// ERROR: the tag is the error code, the payload an explanation in UTF-8.

const ENCODER = new TextEncoder();
const TWO_TO_32 = 2 ** 32;

/** In bytes. Up to this size, which all counts have, a loop is faster than a view and its copy. */
const SMALL_COPY = 64;

const EXPLANATION = new Uint8Array(MAX_EXPLANATION_SIZE);

/**
 * Writes a COUNTS frame into `target` at `at`, and returns the offset after it.
 * @param counts one for each unit, 0 to 2^53 - 1, in the order of the units' bits
 * @throws {RangeError} if there is not one for each unit, one is none of these numbers, or the frame finds no room
 */
export function writeCounts(
  target: Uint8Array,
  at: number,
  units: UnitSet,
  counts: readonly number[],
): number {
  const length = counts.length * COUNT_SIZE;
  checkByte(units, "a set of units");
  if (counts.length !== unitCount(units)) {
    throw new RangeError(`units ${units} have as many counts as bits, not ${counts.length}`);
  }
  const wrong = counts.find((count) => !(count >= 0 && Number.isSafeInteger(count)));
  if (wrong !== undefined) {
    throw new RangeError(`a count is a whole number from 0 to 2^53 - 1, not ${String(wrong)}`);
  }
  checkRoom(target, at, length);
  return putCounts(target, at, units, counts);
}

/** Does the same, unchecked, for those who know that all is right. */
export function putCounts(target: Uint8Array, at: number, units: UnitSet, counts: readonly number[]): number {
  let next = putHeader(target, at, FrameKind.COUNTS, units, counts.length * COUNT_SIZE);
  for (const count of counts) {
    next = writeU32(target, next, Math.floor(count / TWO_TO_32));
    next = writeU32(target, next, count);
  }
  return next;
}

/**
 * Writes an ERROR frame into `target` at `at`, and returns the offset after it. The explanation is cut at its limit,
 * between two characters.
 * @throws {RangeError} if the code is no byte, or the frame finds no room
 * @throws {TypeError} if the explanation is no string
 */
export function writeError(target: Uint8Array, at: number, code: number, explanation: string): number {
  checkText(explanation, "the explanation of an error");
  const size = ENCODER.encodeInto(explanation, EXPLANATION).written;
  checkRoom(target, at, size);
  const start = writeHeader(target, at, FrameKind.ERROR, code, size);
  target.set(EXPLANATION.subarray(0, size), start);
  return start + size;
}

/**
 * The explanation of an ERROR with the code INVALID_UTF8. Its beginning is part of the protocol: programs read
 * the offset from it, which counts from 0 at the start of the message.
 */
export function explainInvalidUtf8(byteOffset: number): string {
  return `offset ${byteOffset}: not well-formed UTF-8`;
}

/** The explanation of an ERROR with the code MESSAGE_TOO_LARGE. `limit` is in bytes. */
export function explainTooLarge(limit: number): string {
  return `the message is larger than ${limit} bytes, which is this server's limit`;
}

/**
 * The byte offset in the explanation of an INVALID_UTF8; undefined if there is none, or none that a number holds.
 * @throws {TypeError} if the explanation is no string
 */
export function offsetIn(explanation: string): number | undefined {
  checkText(explanation, "the explanation of an error");
  const digits = /^offset (\d{1,16}):/.exec(explanation)?.[1];
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? offset : undefined;
}

function copy(source: Uint8Array, from: number, to: number, target: Uint8Array, at: number): void {
  if (to - from > SMALL_COPY) target.set(source.subarray(from, to), at);
  else for (let each = from; each < to; each++) target[at++] = source[each] as number;
}

/** A reply: the counts, in the order of the units' bits, or why there are none. */
export type Reply =
  | { readonly kind: "counts"; readonly units: UnitSet; readonly counts: readonly number[] }
  | { readonly kind: "error"; readonly code: number; readonly explanation: string };

/** Decodes the replies that a server sends, COUNTS and ERROR frames. The chunks may be cut anywhere. */
export class ReplyDecoder {
  readonly #decoder: FrameDecoder;
  readonly #payload = new Uint8Array(MAX_EXPLANATION_SIZE);
  #kind = 0;
  #tag = 0;
  #size = 0;

  /** @param onReply called for each reply, in order */
  constructor(onReply: (reply: Reply) => void) {
    this.#decoder = new FrameDecoder([FrameKind.COUNTS, FrameKind.ERROR], {
      onHeader: (kind, tag, length) => this.#begin(kind, tag, length),
      onPayload: (chunk, from, to) => {
        copy(chunk, from, to, this.#payload, this.#size);
        this.#size += to - from;
      },
      onFrameEnd: () => {
        onReply(this.#kind === FrameKind.COUNTS ? this.#counts() : this.#error());
        return true;
      },
    });
  }

  /** Whether a reply has begun and is not complete. */
  get insideFrame(): boolean {
    return this.#decoder.insideFrame;
  }

  /**
   * Takes the next bytes from the server.
   * @throws {BadFrameError} if they are no reply, declare a length that no reply has, or hold a count above 2^53 - 1,
   * which a number would round
   * @throws {TypeError} if it is no bytes
   */
  write(chunk: Bytes): void {
    this.#decoder.write(chunk, 0);
  }

  #begin(kind: number, tag: number, length: number): void {
    const isCounts = kind === FrameKind.COUNTS;
    const most = isCounts ? COUNT_SIZE * unitCount(tag) : MAX_EXPLANATION_SIZE;
    if (length > most || (isCounts && length < most)) {
      const name = isCounts ? `COUNTS of units ${tag}` : "ERROR";
      throw new BadFrameError(`${name} declares ${length} bytes, where ${most} is right or the limit`);
    }
    this.#kind = kind;
    this.#tag = tag;
    this.#size = 0;
  }

  #counts(): Reply {
    const counts: number[] = [];
    for (let at = 0; at < this.#size; at += COUNT_SIZE) {
      const count = readU32(this.#payload, at) * TWO_TO_32 + readU32(this.#payload, at + 4);
      // A larger one would be rounded, which is a wrong answer.
      if (!Number.isSafeInteger(count)) throw new BadFrameError("a count is larger than 2^53 - 1");
      counts.push(count);
    }
    return { kind: "counts", units: this.#tag, counts };
  }

  #error(): Reply {
    const explanation = new TextDecoder().decode(this.#payload.subarray(0, this.#size));
    return { kind: "error", code: this.#tag, explanation };
  }
}
