import { build, type Histogram, initWebAssemblySync } from "hdr-histogram-js";

/** The longest latency that is told apart, in nanoseconds: an hour. */
const LONGEST_NS = 3_600_000_000_000;

const NS_PER_MS = 1_000_000;

/** The percentiles that are reported, by name. */
export const PERCENTILES = { p50: 50, p90: 90, p99: 99, "p99.9": 99.9, max: 100 } as const;

/** How long replies took, in a histogram of constant size with three significant digits (HdrHistogram). */
export class Latencies {
  readonly #histogram = createHistogram();

  /** Notes that `count` replies took this long, in milliseconds. */
  record(milliseconds: number, count: number): void {
    this.#histogram.recordValueWithCount(Math.min(Math.round(milliseconds * NS_PER_MS), LONGEST_NS), count);
  }

  /** How many were noted. */
  get count(): number {
    return this.#histogram.totalCount;
  }

  /** The latency that this share of the replies, in percent, did not exceed, in microseconds; at least one was noted. */
  atPercentile(percentile: number): number {
    const { maxValue } = this.#histogram;
    // What falls into the same bucket counts as its upper end, which may lie above the longest that came.
    return Math.min(this.#histogram.getValueAtPercentile(percentile), maxValue) / 1000;
  }
}

/** The library's WebAssembly takes 20 ns for a note, its JavaScript 120 ns. */
function createHistogram(): Histogram {
  initWebAssemblySync();
  return build({
    useWebAssembly: true,
    bitBucketSize: 64,
    highestTrackableValue: LONGEST_NS,
    numberOfSignificantValueDigits: 3,
  });
}
