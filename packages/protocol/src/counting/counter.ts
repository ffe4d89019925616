import { InvalidUtf8Error } from "../errors.js";
import { type Bytes, toBytes } from "../input.js";
import { bitOf, bitsOf, UNITS, type Unit, type UnitSet } from "../units.js";
import { type Counts, toCounts } from "./counts.js";
import { MessageCounter } from "./message-counter.js";
import { cutBetweenPairs } from "./surrogates.js";

/** How much of a string is encoded at once, in UTF-16 code units, each of which takes at most 3 bytes in UTF-8. */
const STRING_PIECE = 16 * 1024;
const MAX_BYTES_PER_CODE_UNIT = 3;

const ENCODER = new TextEncoder();
let encoded: Uint8Array<ArrayBuffer> | undefined;

/**
 * Counts a text in UTF-8 that comes in pieces, which may be cut anywhere, also inside a character. Its memory does not
 * grow with the text, and it computes only the units that are asked for.
 */
export class Counter<U extends Unit = Unit> {
  readonly #units: UnitSet;
  readonly #counter = new MessageCounter();

  /**
   * @param units what to count; all four units by default
   * @throws {TypeError} if they are no array
   * @throws {RangeError} if there is no such unit
   */
  constructor(units: readonly U[] = UNITS as readonly U[]) {
    this.#units = bitsOf(units);
    this.#counter.reset(this.#units);
  }

  /**
   * Takes the next piece of the text. An empty one changes nothing.
   * @throws {InvalidUtf8Error} if the text up to here cannot be the start of well-formed UTF-8
   * @throws {TypeError} if it is no bytes; a string is encoded before, by `TextEncoder`
   */
  write(chunk: Bytes): void {
    const bytes = toBytes(chunk, "a piece of a text");
    this.#counter.write(bytes, 0, bytes.length);
    this.#check();
  }

  /**
   * Ends the text and returns its numbers. The counter is then ready for another text, also if this throws.
   * @throws {InvalidUtf8Error} if the text ends inside a character, or was not well-formed before
   */
  end(): Counts<U> {
    const counter = this.#counter;
    counter.end();
    try {
      this.#check();
      return toCounts(this.#units, counter.counts());
    } finally {
      counter.reset(this.#units);
    }
  }

  #check(): void {
    if (this.#counter.invalidAt >= 0) throw new InvalidUtf8Error(this.#counter.invalidAt);
  }
}

/**
 * The number of characters in a message, in one unit. The default is code points, as Python's `len` counts.
 *
 * A string is counted as the UTF-8 that a client would send. UTF-8 cannot carry a lone surrogate: it is replaced by
 * U+FFFD (WHATWG Encoding, `TextEncoder`), which counts as 3 bytes, and as 1 in the other units.
 * @throws {InvalidUtf8Error} if bytes are not well-formed UTF-8
 * @throws {TypeError} if the message is neither a string nor bytes
 * @throws {RangeError} if there is no such unit
 */
export function count(message: string | Bytes, unit: Unit = "codePoints"): number {
  return countsOf(message, bitOf(unit))[0] as number;
}

/**
 * The number of characters in a message, in each of the units; all four by default. Strings are counted as `count`
 * counts them.
 * @throws as `count` does, and {TypeError} if the units are no array
 */
export function measure<U extends Unit = Unit>(
  message: string | Bytes,
  units: readonly U[] = UNITS as readonly U[],
): Counts<U> {
  const set = bitsOf(units);
  return toCounts(set, countsOf(message, set));
}

// Whole messages are counted one after the other, so that one counter and one array are enough for all of them.
const whole = new MessageCounter();
const wholeCounts: number[] = [];

function countsOf(message: string | Bytes, set: UnitSet): readonly number[] {
  whole.reset(set);
  if (typeof message === "string") {
    writeString(whole, message);
  } else {
    const bytes = toBytes(message, "a message", "a string or ");
    whole.write(bytes, 0, bytes.length);
  }
  whole.end();
  if (whole.invalidAt >= 0) throw new InvalidUtf8Error(whole.invalidAt);
  return whole.counts(wholeCounts);
}

/** Encodes piece by piece into the same memory, and never splits a surrogate pair. */
function writeString(counter: MessageCounter, message: string): void {
  encoded ??= new Uint8Array(MAX_BYTES_PER_CODE_UNIT * STRING_PIECE);
  for (let at = 0; at < message.length; ) {
    const most = at + STRING_PIECE;
    const end = most < message.length ? cutBetweenPairs(message, most) : most;
    const piece = message.length <= STRING_PIECE ? message : message.slice(at, end);
    counter.write(encoded, 0, ENCODER.encodeInto(piece, encoded).written);
    at = end;
  }
}
