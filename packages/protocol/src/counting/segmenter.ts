import { InvalidUtf8Error } from "../errors.js";
import { type Bytes, toBytes } from "../input.js";
import type { Counts } from "./counts.js";
import { type Kernel, loadKernel, PLACE_NUMBERS, SEGMENTED_SIZE } from "./kernel.js";
import { MessageCounter } from "./message-counter.js";
import { endOfWholeCharacters } from "./utf8.js";

const NO_BYTES = new Uint8Array(0);
const MAX_HELD_SIZE = 3;
const NOT_FOUND_ALL = "call next until it returns false, and then write the next piece or end the text";

/**
 * Finds the boundaries between the grapheme clusters of a text in UTF-8 (extended ones, UAX #29), which comes in pieces. They
 * may be cut anywhere, also inside a character. Its memory does not grow with the text, and no object is made for a cluster.
 *
 *     segmenter.write(bytes);
 *     while (segmenter.next()) console.log(segmenter.bytes); // where a cluster ends, and the next one starts
 *
 * Its numbers are how much of the text lies before the boundary that `next` found last: 0 at the start of the text.
 */
export class Segmenter implements Counts {
  readonly #kernel: Kernel = loadKernel();
  readonly #counter = new MessageCounter();
  /** What was written last; it was searched up to `from`. */
  #chunk: Uint8Array = NO_BYTES;
  #from = 0;
  /** The first bytes of a character that was cut. */
  readonly #held = new Uint8Array(MAX_HELD_SIZE);
  #heldSize = 0;
  /** How much of the text was searched. */
  readonly #searched = { codePoints: 0, utf16: 0, bytes: 0 };
  /** The state of the kernel there. */
  #state = 0;
  #isEnded = false;
  /** Whether `next` may find another boundary in what was written. */
  #hasMore = false;

  /** The boundaries that the kernel found at once. They are copied, as others use the kernel before all of them are asked for. */
  #places = new Uint16Array(PLACE_NUMBERS);
  /** In `places`: the boundary where we are, and the end of them. */
  #at = 0;
  #end = 0;
  /** What to add to the numbers of a place, which count from the start of what was searched at once. */
  #codePoints = 0;
  #graphemes = 0;
  #utf16 = 0;
  #bytes = 0;

  /** In code points. */
  get codePoints(): number {
    return this.#codePoints + (this.#places[this.#at + 1] as number);
  }

  /** In grapheme clusters: how many ended. */
  get graphemes(): number {
    return this.#graphemes + this.#at / PLACE_NUMBERS;
  }

  /** In UTF-16 code units: the offset in a string. */
  get utf16(): number {
    return this.#utf16 + (this.#places[this.#at + 2] as number);
  }

  /** In bytes of UTF-8. */
  get bytes(): number {
    return this.#bytes + (this.#places[this.#at] as number);
  }

  /**
   * Takes the next piece of the text. It must not change, nor be transferred, before `next` returns false.
   * @throws {InvalidUtf8Error} if the text up to here cannot be the start of well-formed UTF-8
   * @throws {TypeError} if it is no bytes; a string is encoded before, by `TextEncoder`
   * @throws {Error} if `next` has not yet returned false for the piece before
   */
  write(chunk: Bytes): void {
    const bytes = toBytes(chunk, "a piece of a text");
    if (this.#hasMore) throw new Error(NOT_FOUND_ALL);
    if (this.#isEnded) this.#reset();
    this.#counter.write(bytes, 0, bytes.length);
    if (this.#counter.invalidAt >= 0) throw new InvalidUtf8Error(this.#counter.invalidAt);
    this.#chunk = bytes;
    this.#from = 0;
    this.#hasMore = bytes.length > 0;
  }

  /**
   * Ends the text: `next` then finds its end, too. After that, another text may be written; if this throws, at once.
   * @throws {InvalidUtf8Error} if the text ends inside a character, or was not well-formed before
   * @throws {Error} if the text was ended before, and `next` has not yet returned false
   */
  end(): void {
    if (this.#isEnded) {
      if (this.#hasMore) throw new Error(NOT_FOUND_ALL);
      this.#reset();
    }
    this.#counter.end();
    const { invalidAt } = this.#counter;
    if (invalidAt >= 0) {
      this.#reset();
      throw new InvalidUtf8Error(invalidAt);
    }
    this.#isEnded = true;
    this.#hasMore = this.#hasMore || this.#searched.bytes > 0;
  }

  /** Goes to the next boundary. Returns false if there is none in what was written: the last cluster may still grow. */
  next(): boolean {
    const at = this.#at + PLACE_NUMBERS;
    if (at >= this.#end) return this.#search();
    this.#at = at;
    return true;
  }

  #reset(): void {
    this.#counter.reset(0);
    this.#chunk = NO_BYTES;
    this.#from = this.#heldSize = this.#state = this.#graphemes = 0;
    this.#isEnded = this.#hasMore = false;
    this.#searched.codePoints = this.#searched.utf16 = this.#searched.bytes = 0;
    this.#goToSearched(0);
  }

  /** Makes the end of what was searched the boundary where we are. */
  #goToSearched(graphemes: number): void {
    this.#places.fill(0, 0, PLACE_NUMBERS);
    this.#at = this.#end = 0;
    this.#codePoints = this.#searched.codePoints;
    this.#graphemes = graphemes;
    this.#utf16 = this.#searched.utf16;
    this.#bytes = this.#searched.bytes;
  }

  #search(): boolean {
    while (this.#from < this.#chunk.length) {
      if (this.#searchPiece()) return true;
    }
    const isAtEnd = this.bytes === this.#searched.bytes;
    if (!this.#isEnded || isAtEnd) {
      this.#hasMore = false;
      return false;
    }
    this.#goToSearched(this.graphemes + 1);
    return true;
  }

  /** Searches as much as the kernel takes at once. If it finds a boundary, this goes to the first of them. */
  #searchPiece(): boolean {
    const kernel = this.#kernel;
    const to = Math.min(this.#chunk.length, this.#from + SEGMENTED_SIZE - this.#heldSize);
    const { input, places } = kernel;
    kernel.copyIn(this.#held, 0, this.#heldSize);
    kernel.copyIn(this.#chunk, this.#from, to, this.#heldSize);
    const size = this.#heldSize + to - this.#from;
    const whole = endOfWholeCharacters(input, 0, size);
    this.#from = to;
    this.#heldSize = size - whole;
    for (let each = 0; each < this.#heldSize; each++) this.#held[each] = input[whole + each] as number;

    const { codePoints, utf16, bytes } = this.#searched;
    const result = kernel.findSegments(kernel.place(input, 0, whole), whole, this.#state);
    const end = PLACE_NUMBERS * kernel.clustersIn(result);
    this.#state = kernel.stateIn(result);
    this.#searched.bytes += places[end] as number;
    this.#searched.codePoints += places[end + 1] as number;
    this.#searched.utf16 += places[end + 2] as number;
    // The start of the text is no boundary between two clusters.
    const first = bytes === 0 ? PLACE_NUMBERS : 0;
    if (first >= end) return false;
    this.#graphemes = this.graphemes + 1 - first / PLACE_NUMBERS;
    if (this.#places.length < end) this.#places = places.slice(0, end);
    else this.#places.set(places.subarray(0, end));
    this.#at = first;
    this.#end = end;
    this.#codePoints = codePoints;
    this.#utf16 = utf16;
    this.#bytes = bytes;
    return true;
  }
}
