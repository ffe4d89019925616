import { InvalidUtf8Error } from "./errors.js";
import { Utf8Scanner } from "./utf8.js";

/**
 * Counts the code points of a text in UTF-8 that comes in pieces, cut anywhere, also inside a character.
 * Its memory does not grow with the text.
 */
export class Counter {
  readonly #scanner = new Utf8Scanner();

  /**
   * Takes the next piece of the text.
   * @throws {InvalidUtf8Error} where the text up to here cannot be the start of well-formed UTF-8
   */
  write(chunk: Uint8Array): void {
    this.#scanner.write(chunk, 0, chunk.length);
    this.#check();
  }

  /**
   * Ends the text, gives its number of code points, and makes the counter ready for another text.
   * @throws {InvalidUtf8Error} where the text ends inside a character, or was not well-formed before
   */
  end(): number {
    this.#scanner.end();
    this.#check();
    const { codePoints } = this.#scanner;
    this.#scanner.reset();
    return codePoints;
  }

  #check(): void {
    if (this.#scanner.invalidAt >= 0) throw new InvalidUtf8Error(this.#scanner.invalidAt);
  }
}

/**
 * The number of code points in a message, as Python's `len` counts them.
 *
 * A string is counted as the UTF-8 that a client would send: a lone surrogate, which UTF-8 cannot carry, is
 * replaced by U+FFFD (WHATWG Encoding, `TextEncoder`) and counts as one.
 * @throws {InvalidUtf8Error} where bytes are not well-formed UTF-8
 */
export function count(message: string | Uint8Array): number {
  const counter = new Counter();
  counter.write(typeof message === "string" ? new TextEncoder().encode(message) : message);
  return counter.end();
}
