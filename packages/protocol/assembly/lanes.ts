import { VECTOR } from "./layout";

/** 16 bytes that are set, then 16 zeros: a vector loaded `n` bytes before the zeros has its first `n` lanes set. */
const MASKS: usize = memory.data<u8>([
  255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0,
]);

/** A mask of the first `size` lanes, or of all if `size` is larger. */
export function firstLanes(size: usize): v128 {
  return v128.load(MASKS + VECTOR - min(size, VECTOR));
}

/** The sum of 16 unsigned lanes. */
export function sumOfBytes(lanes: v128): u32 {
  const words = i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(lanes));
  return (
    i32x4.extract_lane(words, 0) +
    i32x4.extract_lane(words, 1) +
    i32x4.extract_lane(words, 2) +
    i32x4.extract_lane(words, 3)
  );
}

/** Whether all bytes are below 80. */
export function isAscii(from: usize, to: usize): bool {
  if (to - from < VECTOR) return i8x16.bitmask(v128.and(v128.load(from), firstLanes(to - from))) === 0;
  // The last vector may overlap the one before, so that no end needs a mask.
  const last = to - VECTOR;
  let bytes = v128.load(last);
  for (let at = from; at < last; at += VECTOR) bytes = v128.or(bytes, v128.load(at));
  return i8x16.bitmask(bytes) === 0;
}
