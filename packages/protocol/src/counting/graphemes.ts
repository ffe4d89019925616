import { KERNEL_INPUT_SIZE, loadKernel } from "./kernel.js";
import { endOfWholeCharacters } from "./utf8.js";

/**
 * Counts extended grapheme clusters (UAX #29) in well-formed UTF-8 that comes in pieces, which may be cut anywhere,
 * also inside a character. Between two pieces it keeps four numbers.
 */
export class GraphemeCounter {
  /** The clusters that have begun so far. The last one may still grow. */
  clusters = 0;
  #state = 0;
  /** The bytes of a character that was cut; the first byte has the lowest bits. */
  #held = 0;
  #heldSize = 0;

  reset(): void {
    this.clusters = 0;
    this.#state = 0;
    this.#heldSize = 0;
  }

  write(bytes: Uint8Array, from: number, to: number): void {
    const kernel = loadKernel();
    for (let at = from; at < to; ) {
      const end = Math.min(to, at + KERNEL_INPUT_SIZE);
      if (this.#heldSize > 0) {
        const { input } = kernel;
        for (let each = 0; each < this.#heldSize; each++) input[each] = this.#held >>> (8 * each);
        kernel.copyIn(bytes, at, end, this.#heldSize);
        this.#writeWhole(input, 0, this.#heldSize + end - at);
      } else {
        this.#writeWhole(bytes, at, end);
      }
      at = end;
    }
  }

  /** Counts the whole characters, and holds what is cut at the end. They start with a whole one. */
  #writeWhole(bytes: Uint8Array, from: number, to: number): void {
    const kernel = loadKernel();
    const whole = endOfWholeCharacters(bytes, from, to);
    const result = kernel.countGraphemes(kernel.place(bytes, from, whole), whole - from, this.#state);
    this.clusters += kernel.clustersIn(result);
    this.#state = kernel.stateIn(result);
    this.#hold(bytes, whole, to);
  }

  #hold(bytes: Uint8Array, from: number, to: number): void {
    this.#held = 0;
    this.#heldSize = to - from;
    for (let each = 0; each < this.#heldSize; each++) {
      this.#held |= (bytes[from + each] as number) << (8 * each);
    }
  }
}
