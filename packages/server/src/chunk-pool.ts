/** How many pieces of memory are kept for the next ones. */
const MAX_SPARE = 16;

/**
 * Memory for chunks that wait for their turn, which is used again and again: where many clients send much at once, each
 * chunk would otherwise leave garbage of its size.
 */
export class ChunkPool {
  readonly #size: number;
  readonly #spare: ArrayBuffer[] = [];

  /** @param size of most chunks, at most, in bytes */
  constructor(size: number) {
    this.#size = size;
  }

  /** A copy of these bytes. */
  copy(bytes: Uint8Array): Uint8Array {
    if (bytes.length > this.#size) return new Uint8Array(bytes);
    const copy = new Uint8Array(this.#spare.pop() ?? new ArrayBuffer(this.#size), 0, bytes.length);
    copy.set(bytes);
    return copy;
  }

  /** Takes the memory of a copy back, or of a part of one. Nobody may use it any more. */
  release({ buffer }: Uint8Array): void {
    if (buffer.byteLength !== this.#size || this.#spare.length === MAX_SPARE) return;
    this.#spare.push(buffer as ArrayBuffer);
  }
}
