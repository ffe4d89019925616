/**
 * Upper bounds of the buckets, in seconds. A reply takes some 10 µs; an event loop that is busy with others makes
 * milliseconds of it.
 */
export const BUCKETS: readonly number[] = [
  0.00001, 0.000025, 0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1,
];

/** How long replies took. Replies that left together are added together, which one at a time would cost more than to answer. */
export class ReplyTimes {
  readonly #perBucket = new Float64Array(BUCKETS.length + 1);
  sum = 0;

  /** Adds replies that took so many seconds each. */
  add(seconds: number, replies: number): void {
    let bucket = 0;
    while (bucket < BUCKETS.length && seconds > (BUCKETS[bucket] as number)) bucket++;
    this.#perBucket[bucket] = (this.#perBucket[bucket] as number) + replies;
    this.sum += seconds * replies;
  }

  /** The numbers of replies in each bucket: those that took longer than the bound before, and no longer than its own. */
  get perBucket(): number[] {
    return [...this.#perBucket];
  }
}
