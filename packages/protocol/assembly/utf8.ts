import { firstLanes } from "./lanes";
import { VECTOR } from "./layout";

// Each bit is a fault that two neighbouring bytes can have. Three tables tell which faults each nibble of the pair
// allows: the pair has a fault if all three allow it (Keiser and Lemire, "Validating UTF-8 in less than one instruction
// per byte", 2021).
const TOO_SHORT: u8 = 0x01; // no continuation after a lead
const TOO_LONG: u8 = 0x02; // a continuation after ASCII
const OVERLONG_3: u8 = 0x04; // E0 80..9F
const TOO_LARGE: u8 = 0x08; // F4 90..BF, F5..FF 90..BF
const SURROGATE: u8 = 0x10; // ED A0..BF
const OVERLONG_2: u8 = 0x20; // C0, C1
const OVERLONG_4: u8 = 0x40; // F0 80..8F; also F5..FF 80..8F, which are too large
const THIRD: u8 = 0x80; // two continuations: right only if the second is the third or fourth byte

const ANY: u8 = TOO_SHORT | TOO_LONG | THIRD;
const LARGE: u8 = ANY | TOO_LARGE | OVERLONG_4;
const FOLLOWS: u8 = TOO_LONG | OVERLONG_2 | THIRD;
const UPPER_HALF: u8 = FOLLOWS | SURROGATE | TOO_LARGE;

// biome-ignore format: one row for each four nibbles
const FIRST_HIGH: usize = memory.data<u8>(
  [
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    TOO_LONG, TOO_LONG, TOO_LONG, TOO_LONG,
    THIRD, THIRD, THIRD, THIRD,
    TOO_SHORT | OVERLONG_2, TOO_SHORT, TOO_SHORT | OVERLONG_3 | SURROGATE, TOO_SHORT | TOO_LARGE | OVERLONG_4,
  ],
  16,
);
// biome-ignore format: one row for each four nibbles
const FIRST_LOW: usize = memory.data<u8>(
  [
    ANY | OVERLONG_2 | OVERLONG_3 | OVERLONG_4, ANY | OVERLONG_2, ANY, ANY,
    ANY | TOO_LARGE, LARGE, LARGE, LARGE,
    LARGE, LARGE, LARGE, LARGE,
    LARGE, LARGE | SURROGATE, LARGE, LARGE,
  ],
  16,
);
// biome-ignore format: one row for each four nibbles
const SECOND_HIGH: usize = memory.data<u8>(
  [
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
    FOLLOWS | OVERLONG_3 | OVERLONG_4, FOLLOWS | OVERLONG_3 | TOO_LARGE, UPPER_HALF, UPPER_HALF,
    TOO_SHORT, TOO_SHORT, TOO_SHORT, TOO_SHORT,
  ],
  16,
);

// A lead of three bytes or more, minus the first number, has the top bit set; a lead of four, minus the second, too.
const LEADS: usize = memory.data<u8>([0xe0 - 0x80, 0xf0 - 0x80, 0x80, 0x0f]);

/** Whether the bytes are well-formed UTF-8 (Unicode Standard, table 3-7) and end at the end of a character. */
export function isUtf8(from: usize, to: usize): bool {
  const firstHigh = v128.load(FIRST_HIGH);
  const firstLow = v128.load(FIRST_LOW);
  const secondHigh = v128.load(SECOND_HIGH);
  const threeBytes = v128.load8_splat(LEADS);
  const fourBytes = v128.load8_splat(LEADS, 1);
  const topBit = v128.load8_splat(LEADS, 2);
  const lowNibble = v128.load8_splat(LEADS, 3);
  let before = i64x2.splat(0);
  let faults = i64x2.splat(0);
  // The last round may have no bytes. It reads zeros after the end, so that a character cut there is too short.
  for (let at = from; at <= to; at += VECTOR) {
    const bytes = v128.and(v128.load(at), firstLanes(to - at));
    if (i8x16.bitmask(v128.or(bytes, before)) !== 0) {
      // biome-ignore format: the lanes of a shuffle read as a row
      const first = i8x16.shuffle(before, bytes, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
      // biome-ignore format: likewise
      const second = i8x16.shuffle(before, bytes, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29);
      // biome-ignore format: likewise
      const third = i8x16.shuffle(before, bytes, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28);
      let pairs = v128.and(
        i8x16.swizzle(firstHigh, i8x16.shr_u(first, 4)),
        i8x16.swizzle(firstLow, v128.and(first, lowNibble)),
      );
      pairs = v128.and(pairs, i8x16.swizzle(secondHigh, i8x16.shr_u(bytes, 4)));
      const thirdOrFourth = v128.or(i8x16.sub_sat_u(second, threeBytes), i8x16.sub_sat_u(third, fourBytes));
      faults = v128.or(faults, v128.xor(pairs, v128.and(thirdOrFourth, topBit)));
    }
    before = bytes;
  }
  return !v128.any_true(faults);
}
