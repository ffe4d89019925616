import { expect, test } from "@jest/globals";
import { BUCKETS, ReplyTimes } from "../../src/hitung-server/reply-times.js";
import { addUp, cumulative, NOTHING } from "../../src/hitung-server/snapshot.js";

/** As a page of metrics shows them, with those of a process that has done nothing. */
function cumulativeOf({ perBucket }: ReplyTimes): number[] {
  return cumulative(addUp({ ...NOTHING, replies: perBucket }, NOTHING));
}

test("buckets are cumulative, and a bound belongs to its bucket", () => {
  const times = new ReplyTimes();
  times.add(0.00001, 3);
  times.add(0.00002, 2);
  times.add(7, 1);
  expect(cumulativeOf(times)).toEqual([3, ...new Array(14).fill(5), 6]);
  expect(times.sum).toBeCloseTo(7.00007, 10);
});

test("each time is in the first bucket whose bound it does not exceed", () => {
  BUCKETS.forEach((bound, i) => {
    const times = new ReplyTimes();
    times.add(bound, 1);
    expect(cumulativeOf(times).indexOf(1)).toBe(i);
    times.add(bound * 1.001, 1);
    expect(cumulativeOf(times).indexOf(2)).toBe(i + 1);
  });
});
