const SMALLEST_CAPACITY = 64;

/** A line of waiting items: in at either end, out at the front, all in constant time, without an object for each. */
export class Fifo<T> {
  /** A ring, whose size is a power of two. */
  #ring: (T | undefined)[] = new Array(SMALLEST_CAPACITY);
  #front = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(item: T): void {
    if (this.#length === this.#ring.length) this.#resize(2 * this.#length);
    this.#ring[(this.#front + this.#length++) & (this.#ring.length - 1)] = item;
  }

  /** Puts an item before all others. */
  unshift(item: T): void {
    if (this.#length === this.#ring.length) this.#resize(2 * this.#length);
    this.#front = (this.#front - 1) & (this.#ring.length - 1);
    this.#ring[this.#front] = item;
    this.#length++;
  }

  /** The first item, which stays. */
  peek(): T | undefined {
    return this.#ring[this.#front];
  }

  shift(): T | undefined {
    if (this.#length === 0) return undefined;
    const item = this.#ring[this.#front];
    this.#ring[this.#front] = undefined;
    this.#front = (this.#front + 1) & (this.#ring.length - 1);
    // After a crowd the memory goes back.
    if (--this.#length === 0 && this.#ring.length > SMALLEST_CAPACITY) this.#resize(SMALLEST_CAPACITY);
    return item;
  }

  #resize(capacity: number): void {
    const ring = new Array<T | undefined>(capacity);
    for (let i = 0; i < this.#length; i++) ring[i] = this.#ring[(this.#front + i) & (this.#ring.length - 1)];
    this.#ring = ring;
    this.#front = 0;
  }
}
