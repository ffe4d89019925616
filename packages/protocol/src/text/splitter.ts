import { type Bytes, checkOffset, toBytes } from "../input.js";
import { indexOfByte } from "../platform.js";

/** What ended a message in text mode. A reply ends in the same way. */
export type Terminator = "\n" | "\r\n" | "";

/** Receives what a `TextSplitter` finds. */
export interface TextHandler {
  /** A piece of the current message: `chunk` from `from` up to `to`. The bytes are valid only during the call. */
  onPiece(chunk: Uint8Array, from: number, to: number): void;
  /** The message is complete. Returns whether to read the next one; otherwise `write` stops. */
  onMessageEnd(terminator: Terminator): boolean;
}

const LF = 0x0a;
const CR = 0x0d;
const HELD_CR = Uint8Array.of(CR);

/**
 * Splits a stream of bytes into the messages of text mode. The chunks may be cut anywhere. A message ends
 * - at LF; one CR right before it belongs to the terminator;
 * - at the end of the stream;
 * - at a pause, if no LF ever came: some clients send no terminator and wait for the reply.
 *
 * It keeps nothing of a message but a CR at the end of a chunk.
 */
export class TextSplitter {
  readonly #handler: TextHandler;
  #begun = false;
  #heldCr = false;
  #sawLf = false;

  constructor(handler: TextHandler) {
    this.#handler = handler;
  }

  /** Whether a message has begun that is not complete. */
  get isInsideMessage(): boolean {
    return this.#begun;
  }

  /** Whether a pause now would end a message. */
  get endsAtPause(): boolean {
    return this.#begun && !this.#sawLf;
  }

  /**
   * Reads `bytes` from `at` on. Returns the offset of the first byte that it did not read: their length, or less if the
   * handler stopped it.
   * @throws {TypeError} if it is no bytes
   * @throws {RangeError} if `at` lies outside them
   */
  write(bytes: Bytes, at: number): number {
    const chunk = toBytes(bytes, "what is split");
    checkOffset(chunk, at);
    while (at < chunk.length) {
      this.#begun = true;
      if (this.#heldCr && chunk[at] !== LF) this.#releaseCr();
      const lf = indexOfByte(chunk, LF, at);
      if (lf < 0) {
        this.#heldCr = chunk[chunk.length - 1] === CR;
        this.#piece(chunk, at, chunk.length - (this.#heldCr ? 1 : 0));
        return chunk.length;
      }
      const crBefore = this.#heldCr || (lf > at && chunk[lf - 1] === CR);
      this.#piece(chunk, at, crBefore && !this.#heldCr ? lf - 1 : lf);
      this.#heldCr = false;
      this.#sawLf = true;
      at = lf + 1;
      if (!this.#endMessage(crBefore ? "\r\n" : "\n")) break;
    }
    return at;
  }

  /** Takes note of whole lines that were read elsewhere, between two messages. */
  skipLines(): void {
    this.#sawLf = true;
  }

  /** Nothing came for TEXT_PAUSE_MS. */
  pause(): void {
    if (this.endsAtPause) this.end();
  }

  /** The stream ended. This also ends a message that has begun. */
  end(): void {
    if (!this.#begun) return;
    if (this.#heldCr) this.#releaseCr();
    this.#endMessage("");
  }

  #piece(chunk: Uint8Array, from: number, to: number): void {
    if (to > from) this.#handler.onPiece(chunk, from, to);
  }

  #releaseCr(): void {
    this.#heldCr = false;
    this.#handler.onPiece(HELD_CR, 0, 1);
  }

  #endMessage(terminator: Terminator): boolean {
    this.#begun = false;
    return this.#handler.onMessageEnd(terminator);
  }
}
