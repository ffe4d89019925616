import type { Latencies } from "./latencies.js";

/** A power of two: batches that a ring holds at first. */
const FIRST_CAPACITY = 8;

/**
 * Messages of one connection that wait for their replies: batches in a ring, each with the time when it was handed to
 * the socket. Replies come in the order of the messages.
 */
export class InFlight {
  #sentAt = new Float64Array(FIRST_CAPACITY);
  #counts = new Float64Array(FIRST_CAPACITY);
  /** The oldest batch, and how many there are. */
  #first = 0;
  #batches = 0;
  #messages = 0;

  /** How many messages wait. */
  get messages(): number {
    return this.#messages;
  }

  /** @param now in milliseconds, as `answered` gets it */
  sent(count: number, now: number): void {
    if (this.#batches === this.#counts.length) this.#grow();
    const at = (this.#first + this.#batches++) & (this.#counts.length - 1);
    this.#sentAt[at] = now;
    this.#counts[at] = count;
    this.#messages += count;
  }

  /** The replies to the `count` oldest messages came; `count` is not more than wait. */
  answered(count: number, now: number, latencies: Pick<Latencies, "record">): void {
    this.#messages -= count;
    while (count > 0) {
      const waiting = this.#counts[this.#first] as number;
      const taken = Math.min(waiting, count);
      latencies.record(now - (this.#sentAt[this.#first] as number), taken);
      this.#counts[this.#first] = waiting - taken;
      count -= taken;
      if (taken < waiting) return;
      this.#first = (this.#first + 1) & (this.#counts.length - 1);
      this.#batches--;
    }
  }

  #grow(): void {
    const inOrder = (ring: Float64Array) => {
      const grown = new Float64Array(2 * ring.length);
      grown.set(ring.subarray(this.#first));
      grown.set(ring.subarray(0, this.#first), ring.length - this.#first);
      return grown;
    };
    this.#sentAt = inOrder(this.#sentAt);
    this.#counts = inOrder(this.#counts);
    this.#first = 0;
  }
}
