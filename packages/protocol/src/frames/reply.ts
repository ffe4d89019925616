import { BadFrameError } from "../errors.js";
import { type UnitSet, unitCount } from "../units.js";
import { COUNT_SIZE, FrameKind, MAX_EXPLANATION_SIZE } from "../wire.js";
import { readU32, writeU32 } from "./bytes.js";
import { FrameDecoder, writeHeader } from "./frame.js";

// COUNTS: the tag is the set of units, the payload one big-endian u64 for each of them, lowest bit first.
// ERROR: the tag is the error code, the payload an explanation in UTF-8.

const ENCODER = new TextEncoder();
const TWO_TO_32 = 2 ** 32;

/**
 * Writes a COUNTS frame into `target` at `at`, and returns the offset after it.
 * @param counts one for each unit, 0 to 2^53 - 1, in the order of the units' bits
 */
export function writeCounts(
  target: Uint8Array,
  at: number,
  units: UnitSet,
  counts: readonly number[],
): number {
  let next = writeHeader(target, at, FrameKind.COUNTS, units, counts.length * COUNT_SIZE);
  for (const count of counts) {
    next = writeU32(target, next, Math.floor(count / TWO_TO_32));
    next = writeU32(target, next, count);
  }
  return next;
}

/** Writes an ERROR frame into `target` at `at`, and returns the offset after it. The explanation is cut at its limit. */
export function writeError(target: Uint8Array, at: number, code: number, explanation: string): number {
  const bytes = ENCODER.encode(explanation).subarray(0, MAX_EXPLANATION_SIZE);
  const start = writeHeader(target, at, FrameKind.ERROR, code, bytes.length);
  target.set(bytes, start);
  return start + bytes.length;
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

/** The byte offset in the explanation of an INVALID_UTF8; undefined if there is none, or none that a number holds. */
export function offsetIn(explanation: string): number | undefined {
  const digits = /^offset (\d{1,16}):/.exec(explanation)?.[1];
  const offset = Number(digits);
  return Number.isSafeInteger(offset) ? offset : undefined;
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
        this.#payload.set(chunk.subarray(from, to), this.#size);
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

  /** @throws {BadFrameError} if the bytes are no reply, or declare a length that no reply has */
  write(chunk: Uint8Array): void {
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
