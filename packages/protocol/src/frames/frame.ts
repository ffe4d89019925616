import { BadFrameError } from "../errors.js";
import { type Bytes, checkByte, checkOffset, checkRoom, toBytes } from "../input.js";
import { FRAME_HEADER_SIZE, MAX_PAYLOAD_SIZE } from "../wire.js";
import { hex, readU32, writeU32 } from "./bytes.js";

//  byte  0      1      2 .. 5                  6 ..
//       +------+------+-----------------------+------------------
//       | kind | tag  | length (u32, big end.)| payload
//       +------+------+-----------------------+------------------
//
// PART, MESSAGE: the tag is the set of units, the payload is a piece of the message in UTF-8.
// COUNTS, ERROR: see reply.ts.

/**
 * Writes a frame's header into `target` at `at`, and returns the offset after it.
 * @param length size of the payload in bytes, 0 to 4,294,967,295
 * @throws {RangeError} if the length does not fit into the header, the header not into `target`, or kind or tag is no
 * byte
 */
export function writeHeader(
  target: Uint8Array,
  at: number,
  kind: number,
  tag: number,
  length: number,
): number {
  if (length !== length >>> 0) {
    throw new RangeError(
      `a frame carries 0 to ${MAX_PAYLOAD_SIZE} bytes, not ${String(length)}: send several PARTs`,
    );
  }
  checkByte(kind, "the kind of a frame");
  checkByte(tag, "the tag of a frame");
  checkRoom(target, at, 0);
  return putHeader(target, at, kind, tag, length);
}

/** Does the same, unchecked, for those who know that all is right. */
export function putHeader(target: Uint8Array, at: number, kind: number, tag: number, length: number): number {
  target[at] = kind;
  target[at + 1] = tag;
  return writeU32(target, at + 2, length);
}

/**
 * A whole frame.
 * @param kind one of `FrameKind`
 * @param tag the set of units, or the error code
 * @throws {RangeError} if the payload is longer than one frame carries, or kind or tag is no byte
 * @throws {TypeError} if the payload is no bytes; a string is encoded before, by `TextEncoder`
 */
export function encodeFrame(kind: number, tag: number, payload: Bytes): Uint8Array {
  const bytes = toBytes(payload, "the payload of a frame");
  const frame = new Uint8Array(FRAME_HEADER_SIZE + bytes.length);
  frame.set(bytes, writeHeader(frame, 0, kind, tag, bytes.length));
  return frame;
}

/** Receives what a `FrameDecoder` reads. */
export interface FrameHandler {
  /**
   * A header was read; `length` bytes of payload follow.
   * @throws {BadFrameError} to refuse the frame
   */
  onHeader(kind: number, tag: number, length: number): void;
  /** A piece of the payload: `chunk` from `from` up to `to`. The bytes are valid only during the call. */
  onPayload(chunk: Uint8Array, from: number, to: number): void;
  /** The frame is complete. Returns whether to read the next one; otherwise `write` stops. */
  onFrameEnd(): boolean;
}

/**
 * Reads a stream of frames in chunks, which may be cut anywhere. It keeps no payload: a frame of 4 GiB passes through
 * in the pieces in which it arrives, and a declared length reserves no memory.
 */
export class FrameDecoder {
  readonly #handler: FrameHandler;
  readonly #kinds: readonly number[];
  readonly #header = new Uint8Array(FRAME_HEADER_SIZE);
  /** How many bytes of the current header were read. */
  #headerSize = 0;
  /** How many bytes of payload the current frame still lacks. */
  #missing = 0;

  /** @param kinds the kinds of frames that may come; any other is refused at its first byte */
  constructor(kinds: readonly number[], handler: FrameHandler) {
    this.#kinds = kinds;
    this.#handler = handler;
  }

  /** How many bytes of payload the current frame still lacks; 0 between two frames. */
  get missing(): number {
    return this.#missing;
  }

  /** Whether a frame has begun and is not complete. */
  get insideFrame(): boolean {
    return this.#headerSize > 0;
  }

  /**
   * Reads `bytes` from `at` on. Returns the offset of the first byte that it did not read: their length, or less
   * if the handler stopped it.
   * @throws {BadFrameError} if a frame is not one of the kinds, or the handler refused it; nothing after it can be
   * understood
   * @throws {TypeError} if it is no bytes
   * @throws {RangeError} if `at` lies outside them
   */
  write(bytes: Bytes, at: number): number {
    const chunk = toBytes(bytes, "what is decoded");
    checkOffset(chunk, at);
    while (at < chunk.length) {
      if (this.#headerSize < FRAME_HEADER_SIZE) {
        at = this.#readHeader(chunk, at);
        if (this.#headerSize < FRAME_HEADER_SIZE) break;
      }
      if (this.#missing > 0) {
        const end = Math.min(chunk.length, at + this.#missing);
        if (end > at) this.#handler.onPayload(chunk, at, end);
        this.#missing -= end - at;
        at = end;
        if (this.#missing > 0) break;
      }
      this.#headerSize = 0;
      if (!this.#handler.onFrameEnd()) break;
    }
    return at;
  }

  #readHeader(chunk: Uint8Array, at: number): number {
    if (this.#headerSize === 0) {
      const kind = chunk[at] as number;
      if (!this.#kinds.includes(kind))
        throw new BadFrameError(`no frame that may come here starts with ${hex(kind)}`);
      if (chunk.length - at >= FRAME_HEADER_SIZE) {
        this.#headerSize = FRAME_HEADER_SIZE;
        this.#begin(chunk, at);
        return at + FRAME_HEADER_SIZE;
      }
    }
    while (this.#headerSize < FRAME_HEADER_SIZE && at < chunk.length) {
      this.#header[this.#headerSize++] = chunk[at++] as number;
    }
    if (this.#headerSize === FRAME_HEADER_SIZE) this.#begin(this.#header, 0);
    return at;
  }

  #begin(header: Uint8Array, at: number): void {
    this.#missing = readU32(header, at + 2);
    this.#handler.onHeader(header[at] as number, header[at + 1] as number, this.#missing);
  }
}
