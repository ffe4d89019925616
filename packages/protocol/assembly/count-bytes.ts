import { firstLanes, sumOfBytes } from "./lanes";
import { VECTOR } from "./layout";

/** A lane of 8 bits counts to 255. Then the lanes must be added up. */
const ROUNDS: usize = 255;
const STEP: usize = 4 * VECTOR;

/**
 * Counts the bytes that, with the bits of `flip` inverted, are greater than `threshold` as signed numbers. It uses four
 * accumulators, because each addition to a single one would wait for the addition before.
 */
function countAbove(flip: i8, threshold: i8, from: usize, to: usize): u32 {
  const flips = i8x16.splat(flip);
  const thresholds = i8x16.splat(threshold);
  let count: u32 = 0;
  let at = from;
  while (at + STEP <= to) {
    const full = at + STEP * ROUNDS;
    const stop = full < to ? full : to;
    let a = i64x2.splat(0);
    let b = i64x2.splat(0);
    let c = i64x2.splat(0);
    let d = i64x2.splat(0);
    for (; at + STEP <= stop; at += STEP) {
      a = i8x16.sub(a, i8x16.gt_s(v128.xor(v128.load(at), flips), thresholds));
      b = i8x16.sub(b, i8x16.gt_s(v128.xor(v128.load(at, 16), flips), thresholds));
      c = i8x16.sub(c, i8x16.gt_s(v128.xor(v128.load(at, 32), flips), thresholds));
      d = i8x16.sub(d, i8x16.gt_s(v128.xor(v128.load(at, 48), flips), thresholds));
    }
    count += sumOfBytes(a) + sumOfBytes(b) + sumOfBytes(c) + sumOfBytes(d);
  }
  for (; at < to; at += VECTOR) {
    const above = i8x16.gt_s(v128.xor(v128.load(at), flips), thresholds);
    count += popcnt(i8x16.bitmask(v128.and(above, firstLanes(to - at))));
  }
  return count;
}

/** The code points in UTF-8: the bytes that are no continuation. Continuations, 80 to BF, are the lowest signed bytes. */
export function countCodePoints(from: usize, to: usize): u32 {
  return countAbove(0, -65, from, to);
}

/** The characters of four bytes, which have two code units in UTF-16: the bytes from F0 on. */
export function countFourByteLeads(from: usize, to: usize): u32 {
  return countAbove(-128, 0x6f, from, to);
}
