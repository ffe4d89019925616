import { InvalidUtf8Error } from "../errors.js";
import { cutBetweenPairs } from "../text/cut.js";
import { bitsOf, UNITS, type Unit, UnitBit, unitsOf } from "../units.js";
import { MessageCounter } from "./message-counter.js";

/** One number, 0 to 2^53 - 1, for each unit that was asked for. */
export type Counts<U extends Unit = Unit> = Readonly<Record<U, number>>;

/** How much of a string is encoded at once, in UTF-16 code units, each of which takes at most 3 bytes in UTF-8. */
const STRING_PIECE = 16 * 1024;
const MAX_BYTES_PER_CODE_UNIT = 3;

const ENCODER = new TextEncoder();
let encoded: Uint8Array<ArrayBuffer> | undefined;

/**
 * Counts a text in UTF-8 that comes in pieces, cut anywhere, also inside a character. Its memory does not grow with
 * the text, and it computes only what is asked for.
 */
export class Counter<U extends Unit = Unit> {
  readonly #unitBits: number;
  readonly #counter = new MessageCounter();

  /** @param units what to count; all four units by default */
  constructor(units: readonly U[] = UNITS as readonly U[]) {
    this.#unitBits = bitsOf(units);
    this.#counter.reset(this.#unitBits);
  }

  /**
   * Takes the next piece of the text.
   * @throws {InvalidUtf8Error} where the text up to here cannot be the start of well-formed UTF-8
   */
  write(chunk: Uint8Array): void {
    this.#counter.write(chunk, 0, chunk.length);
    this.#check();
  }

  /**
   * Ends the text, gives its numbers, and makes the counter ready for another text, also where it throws.
   * @throws {InvalidUtf8Error} where the text ends inside a character, or was not well-formed before
   */
  end(): Counts<U> {
    const counter = this.#counter;
    counter.end();
    try {
      this.#check();
      return toCounts(this.#unitBits, counter.counts());
    } finally {
      counter.reset(this.#unitBits);
    }
  }

  #check(): void {
    if (this.#counter.invalidAt >= 0) throw new InvalidUtf8Error(this.#counter.invalidAt);
  }
}

/**
 * The number of characters in a message, in one unit: code points unless told otherwise, as Python's `len`.
 *
 * A string is counted as the UTF-8 that a client would send: a lone surrogate, which UTF-8 cannot carry, is
 * replaced by U+FFFD (WHATWG Encoding, `TextEncoder`) and counts as that, so 3 bytes, and 1 in the other units.
 * @throws {InvalidUtf8Error} where bytes are not well-formed UTF-8
 */
export function count(message: string | Uint8Array, unit: Unit = "codePoints"): number {
  return countsOf(message, UnitBit[unit])[0] as number;
}

/**
 * The number of characters in a message, in each of the units: all four unless told otherwise. Strings are
 * counted as `count` does.
 * @throws {InvalidUtf8Error} where bytes are not well-formed UTF-8
 */
export function measure<U extends Unit = Unit>(
  message: string | Uint8Array,
  units: readonly U[] = UNITS as readonly U[],
): Counts<U> {
  const unitBits = bitsOf(units);
  return toCounts(unitBits, countsOf(message, unitBits));
}

/** Names the numbers, which are in the order of the bits. */
export function toCounts<U extends Unit>(unitBits: number, counts: readonly number[]): Counts<U> {
  return Object.fromEntries(unitsOf(unitBits).map((unit, at) => [unit, counts[at]])) as Counts<U>;
}

// Whole messages are counted one after the other, so that one counter, and one array, serve them all.
const whole = new MessageCounter();
const wholeCounts: number[] = [];

function countsOf(message: string | Uint8Array, unitBits: number): readonly number[] {
  whole.reset(unitBits);
  if (typeof message === "string") writeString(whole, message);
  else whole.write(message, 0, message.length);
  whole.end();
  if (whole.invalidAt >= 0) throw new InvalidUtf8Error(whole.invalidAt);
  return whole.counts(wholeCounts);
}

/** Encodes piece by piece into the same memory, and never cuts a surrogate pair. */
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
