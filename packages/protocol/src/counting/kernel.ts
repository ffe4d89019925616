import { UNIT_SETS } from "../units.js";
import { KERNEL_BASE64 } from "./kernel.generated.js";

/** How many bytes the kernel takes at once, after up to 3 bytes of a character that was cut. */
export const KERNEL_INPUT_SIZE = 64 * 1024;

const HELD_SIZE = 3;
const OUTPUT_SIZE = 32 * 1024;

/** In bytes. Up to this size, a loop is faster than a view and its copy. */
const SMALL_COPY = 64;

/** What the WebAssembly module exports; see assembly/index.ts. Addresses are offsets in its memory. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly INPUT: WebAssembly.Global;
  readonly OUTPUT: WebAssembly.Global;
  readonly TALLY: WebAssembly.Global;
  readonly STATE_BITS: WebAssembly.Global;
  isUtf8(from: number, to: number): number;
  countCodePoints(from: number, to: number): number;
  countFourByteLeads(from: number, to: number): number;
  countGraphemes(from: number, to: number, state: number): number;
  answerFrames(size: number, capacity: number): number;
  answeredSize(): number;
}

/**
 * The counting kernel: one WebAssembly module for all counters. It keeps nothing between two calls. The bytes to be
 * counted are first copied to the start of `input`.
 */
export class Kernel {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  /** How many messages `answerFrames` answered, by their set of units. The caller reads them and sets them to 0. */
  readonly tally: Uint32Array;
  readonly #exports: KernelExports;
  readonly #inputAt: number;
  readonly #stateBits: number;

  constructor(module: WebAssembly.Module) {
    const exports = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#inputAt = exports.INPUT.value;
    this.#stateBits = exports.STATE_BITS.value;
    this.input = new Uint8Array(buffer, this.#inputAt, KERNEL_INPUT_SIZE + HELD_SIZE);
    this.output = new Uint8Array(buffer, exports.OUTPUT.value, OUTPUT_SIZE);
    this.tally = new Uint32Array(buffer, exports.TALLY.value, UNIT_SETS);
  }

  /** Copies `bytes` from `from` up to `to` into the input at `at`. */
  copyIn(bytes: Uint8Array, from: number, to: number, at = 0): void {
    if (to - from > SMALL_COPY) {
      this.input.set(bytes.subarray(from, to), at);
    } else {
      const { input } = this;
      for (let each = from; each < to; each++) input[at++] = bytes[each] as number;
    }
  }

  /** Whether the first `size` bytes of the input are well-formed UTF-8. */
  isUtf8(size: number): boolean {
    return this.#exports.isUtf8(this.#inputAt, this.#inputAt + size) !== 0;
  }

  /** The code points in the first `size` bytes of the input, well-formed UTF-8 that may be cut in a character. */
  countCodePoints(size: number): number {
    return this.#exports.countCodePoints(this.#inputAt, this.#inputAt + size);
  }

  /** The characters beyond U+FFFF in the same bytes. */
  countFourByteLeads(size: number): number {
    return this.#exports.countFourByteLeads(this.#inputAt, this.#inputAt + size);
  }

  /**
   * The grapheme clusters that start in the first `size` bytes of the input, well-formed UTF-8 that ends at the
   * end of a character.
   * @param state 0 at the start of a text, otherwise the state after the bytes before
   * @returns the clusters and the new state in one number, so that nothing is allocated: see `clustersIn`, `stateIn`
   */
  countGraphemes(size: number, state: number): number {
    return this.#exports.countGraphemes(this.#inputAt, this.#inputAt + size, state);
  }

  clustersIn(result: number): number {
    return result >>> this.#stateBits;
  }

  stateIn(result: number): number {
    return result & ((1 << this.#stateBits) - 1);
  }

  /**
   * Answers the complete, short and well-formed MESSAGE frames at the start of the first `size` bytes of the input,
   * as long as the replies fit into `capacity` bytes of output. Returns how many bytes of input they take.
   */
  answerFrames(size: number, capacity: number): number {
    return this.#exports.answerFrames(size, Math.min(capacity, OUTPUT_SIZE));
  }

  /** How many bytes of output the last `answerFrames` wrote. */
  answeredSize(): number {
    return this.#exports.answeredSize();
  }
}

let kernel: Kernel | undefined;

/** The kernel. The first call compiles it, synchronously, so that counting needs no promise. */
export function loadKernel(): Kernel {
  kernel ??= new Kernel(
    new WebAssembly.Module(Uint8Array.from(atob(KERNEL_BASE64), (character) => character.charCodeAt(0))),
  );
  return kernel;
}
