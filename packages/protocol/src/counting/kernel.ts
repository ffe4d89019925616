import { bytesOfBase64 } from "../platform.js";
import { UNIT_SETS, type UnitSet } from "../units.js";
import { KERNEL_BASE64 } from "./kernel.generated.js";

/** How many bytes the kernel takes at once, after up to 3 bytes of a character that was cut. */
export const KERNEL_INPUT_SIZE = 64 * 1024;

const HELD_SIZE = 3;
const OUTPUT_SIZE = 32 * 1024;

/** In bytes: bytes, code points and UTF-16 code units with 16 bits each, and 16 bits that stay 0. See assembly/segments.ts. */
const PLACE_SIZE = 8;

/** The 16-bit numbers of a place. */
export const PLACE_NUMBERS = PLACE_SIZE / 2;

/** How many bytes `findSegments` takes at once: each may start a cluster, and the end of the text is a place, too. */
export const SEGMENTED_SIZE = OUTPUT_SIZE / PLACE_SIZE - 1;

/** How the parts of a sentence lie in memory; see assembly/lines.ts. */
const BEFORE_SIZE = 64;
const AFTER_SIZE = 32;

/** In bytes. Up to this size, a loop is faster than a view and its copy. */
const SMALL_COPY = 64;

/** What the WebAssembly module exports; see assembly/index.ts. Addresses are offsets in its memory. */
interface KernelExports {
  readonly memory: WebAssembly.Memory;
  readonly INPUT: WebAssembly.Global;
  readonly OUTPUT: WebAssembly.Global;
  readonly TALLY: WebAssembly.Global;
  readonly ARRIVALS: WebAssembly.Global;
  readonly SENTENCE: WebAssembly.Global;
  readonly STATE_BITS: WebAssembly.Global;
  isUtf8(from: number, to: number): number;
  countCodePoints(from: number, to: number): number;
  countFourByteLeads(from: number, to: number): number;
  countGraphemes(from: number, to: number, state: number): number;
  findSegments(from: number, to: number, state: number): number;
  answerFrames(start: number, size: number, capacity: number): number;
  answerLines(start: number, size: number, capacity: number, unit: number): number;
  answeredSize(): number;
}

/**
 * The counting kernel: one WebAssembly module for all counters. It keeps nothing between two calls. It counts bytes in its
 * own memory: those that came into `arrivals` where they are, and others after they were copied to the start of `input`.
 * `place` tells where.
 */
export class Kernel {
  readonly input: Uint8Array;
  readonly output: Uint8Array;
  /** Memory that whoever receives bytes may read them into. */
  readonly arrivals: Uint8Array;
  /** What `findSegments` has written: bytes, code points, UTF-16 code units of each place. It lies in `output`. */
  readonly places: Uint16Array;
  /** How many messages `answerFrames` and `answerLines` answered, by their set of units. The caller reads them and sets them to 0. */
  readonly tally: Uint32Array;
  readonly #exports: KernelExports;
  readonly #buffer: ArrayBufferLike;
  readonly #inputAt: number;
  readonly #stateBits: number;
  readonly #sentence: Uint8Array;
  /** What `answerLines` answers with. */
  #counted: ((characters: number) => string) | undefined;

  constructor(module: WebAssembly.Module) {
    const exports = new WebAssembly.Instance(module).exports as unknown as KernelExports;
    const { buffer } = exports.memory;
    this.#exports = exports;
    this.#buffer = buffer;
    this.#inputAt = exports.INPUT.value;
    this.#stateBits = exports.STATE_BITS.value;
    this.input = new Uint8Array(buffer, this.#inputAt, KERNEL_INPUT_SIZE + HELD_SIZE);
    this.output = new Uint8Array(buffer, exports.OUTPUT.value, OUTPUT_SIZE);
    this.places = new Uint16Array(buffer, exports.OUTPUT.value, OUTPUT_SIZE / 2);
    this.tally = new Uint32Array(buffer, exports.TALLY.value, UNIT_SETS);
    this.arrivals = new Uint8Array(buffer, exports.ARRIVALS.value, KERNEL_INPUT_SIZE);
    this.#sentence = new Uint8Array(buffer, exports.SENTENCE.value, BEFORE_SIZE + 2 * AFTER_SIZE + 3);
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

  /** Where `bytes` from `from` up to `to` lie in the kernel's memory, at most KERNEL_INPUT_SIZE of them. */
  place(bytes: Uint8Array, from: number, to: number): number {
    if (bytes.buffer === this.#buffer) return bytes.byteOffset + from;
    this.copyIn(bytes, from, to);
    return this.#inputAt;
  }

  /** Whether the `size` bytes at this place are well-formed UTF-8. */
  isUtf8(place: number, size: number): boolean {
    return this.#exports.isUtf8(place, place + size) !== 0;
  }

  /** The code points in the `size` bytes at this place, well-formed UTF-8 that may be cut in a character. */
  countCodePoints(place: number, size: number): number {
    return this.#exports.countCodePoints(place, place + size);
  }

  /** The characters beyond U+FFFF in the same bytes. */
  countFourByteLeads(place: number, size: number): number {
    return this.#exports.countFourByteLeads(place, place + size);
  }

  /**
   * The grapheme clusters that start in the `size` bytes at this place, well-formed UTF-8 that ends at the end of a
   * character.
   * @param state 0 at the start of a text, otherwise the state after the bytes before
   * @returns the clusters and the new state in one number, so that nothing is allocated: see `clustersIn`, `stateIn`
   */
  countGraphemes(place: number, size: number, state: number): number {
    return this.#exports.countGraphemes(place, place + size, state);
  }

  /**
   * Writes to `places` where the grapheme clusters start in the `size` bytes at this place, at most SEGMENTED_SIZE, and
   * behind them the end of the bytes. All else is as `countGraphemes` has it.
   */
  findSegments(place: number, size: number, state: number): number {
    return this.#exports.findSegments(place, place + size, state);
  }

  clustersIn(result: number): number {
    return result >>> this.#stateBits;
  }

  stateIn(result: number): number {
    return result & ((1 << this.#stateBits) - 1);
  }

  /**
   * Answers the complete, short and well-formed MESSAGE frames at the start of the `size` bytes at this place, as long as
   * the replies fit into `capacity` bytes of output. Returns how many bytes they take.
   */
  answerFrames(place: number, size: number, capacity: number): number {
    return this.#exports.answerFrames(place, size, Math.min(capacity, OUTPUT_SIZE));
  }

  /**
   * Likewise answers complete, short and well-formed lines of text mode, in one unit.
   * @param counted makes the sentence: the number must stand in it once, and change nothing but what follows a 1
   */
  answerLines(
    place: number,
    size: number,
    capacity: number,
    unit: UnitSet,
    counted: (characters: number) => string,
  ): number {
    if (this.#counted !== counted) this.#prepare(counted);
    return this.#exports.answerLines(place, size, Math.min(capacity, OUTPUT_SIZE), unit);
  }

  #prepare(counted: (characters: number) => string): void {
    this.#counted = counted;
    const encoder = new TextEncoder();
    const [before = "", afterOne = ""] = counted(1).split("1");
    const [, afterOthers = ""] = counted(2).split("2");
    const places = [0, BEFORE_SIZE, BEFORE_SIZE + AFTER_SIZE, BEFORE_SIZE + 2 * AFTER_SIZE];
    for (const [i, part] of [before, afterOne, afterOthers].entries()) {
      const bytes = encoder.encode(part);
      this.#sentence.set(bytes, places[i]);
      this.#sentence[(places[3] as number) + i] = bytes.length;
    }
  }

  /** How many bytes of output the last `answerFrames` or `answerLines` wrote. */
  answeredSize(): number {
    return this.#exports.answeredSize();
  }
}

let kernel: Kernel | undefined;

/** The kernel. The first call compiles it, synchronously, so that counting needs no promise. */
export function loadKernel(): Kernel {
  kernel ??= new Kernel(new WebAssembly.Module(bytesOfBase64(KERNEL_BASE64)));
  return kernel;
}
