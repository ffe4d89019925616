import { type Bytes, toBytes } from "../input.js";
import type { Counts } from "./counts.js";
import { SEGMENTED_SIZE } from "./kernel.js";
import { Segmenter } from "./segmenter.js";
import { cutBetweenPairs } from "./surrogates.js";

const ENCODER = new TextEncoder();
const MAX_BYTES_PER_CODE_UNIT = 3;

/**
 * A grapheme cluster of a text: where it starts and ends, in all four units from the start of the text.
 * `text.slice(start.utf16, end.utf16)` is its text, and `start.graphemes` its number, from 0.
 */
export interface Segment {
  readonly start: Counts;
  readonly end: Counts;
}

/**
 * The grapheme clusters of a text (extended ones, UAX #29, of the version in `unicodeVersion`), one after the other. They are
 * found as they are asked for, in memory that does not grow with the text; bytes must not change meanwhile. `Segmenter` takes
 * a text in pieces, and is faster.
 *
 * In a string, a lone surrogate is a character of its own, as in `count`: UTF-8 carries U+FFFD in its place.
 * @throws {InvalidUtf8Error} if bytes are not well-formed UTF-8; this comes at once, before the first cluster
 * @throws {TypeError} if the text is neither a string nor bytes
 */
export function segments(text: string | Bytes): IterableIterator<Segment, undefined> {
  const segmenter = new Segmenter();
  if (typeof text === "string") return new Segments(segmenter, encodedPieces(text));
  segmenter.write(toBytes(text, "a text", "a string or "));
  segmenter.end();
  return new Segments(segmenter);
}

/** Encodes a string piece by piece into the same memory, as much at once as the kernel takes. */
function* encodedPieces(text: string): Generator<Uint8Array, undefined> {
  const encoded = new Uint8Array(Math.min(MAX_BYTES_PER_CODE_UNIT * text.length, SEGMENTED_SIZE));
  for (let at = 0; at < text.length; ) {
    const most = at + SEGMENTED_SIZE;
    const piece = text.slice(at, most < text.length ? cutBetweenPairs(text, most) : most);
    const { read, written } = ENCODER.encodeInto(piece, encoded);
    yield encoded.subarray(0, written);
    at += read;
  }
}

class Segments implements IterableIterator<Segment, undefined> {
  readonly #segmenter: Segmenter;
  #pieces: Iterator<Uint8Array, undefined> | undefined;
  #start: Counts = { codePoints: 0, graphemes: 0, utf16: 0, bytes: 0 };

  /** @param pieces what the segmenter has to be given; without them, it was given the whole text */
  constructor(segmenter: Segmenter, pieces?: Iterator<Uint8Array, undefined>) {
    this.#segmenter = segmenter;
    this.#pieces = pieces;
  }

  [Symbol.iterator](): this {
    return this;
  }

  next(): IteratorResult<Segment, undefined> {
    const segmenter = this.#segmenter;
    if (!segmenter.next() && !this.#nextInPieces()) return { done: true, value: undefined };
    const { codePoints, graphemes, utf16, bytes } = segmenter;
    const start = this.#start;
    this.#start = { codePoints, graphemes, utf16, bytes };
    return { done: false, value: { start, end: this.#start } };
  }

  #nextInPieces(): boolean {
    while (this.#pieces !== undefined) {
      const { done, value } = this.#pieces.next();
      if (done) {
        this.#pieces = undefined;
        this.#segmenter.end();
      } else this.#segmenter.write(value);
      if (this.#segmenter.next()) return true;
    }
    return false;
  }
}
