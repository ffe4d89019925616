import { BLOCKS_OF_2, BLOCKS_OF_3, BLOCKS_OF_4, ROWS_OF_ASCII, rowIn } from "./characters";
import { STEPS } from "./grapheme-tables.generated";
import { STATE_BITS } from "./graphemes";
import { OUTPUT } from "./layout";

// A place has 16 bits for each unit: bytes, code points, UTF-16 code units.
const PLACE_SHIFT: usize = 3;
const A_CODE_POINT: u64 = 1 << 16;
const A_UTF16_UNIT: u64 = 1 << 32;

/**
 * Writes to OUTPUT where extended grapheme clusters start (UAX #29) in well-formed UTF-8, which ends at the end of a
 * character; behind them, where the text ends. Places count from `from`. There must be fewer bytes than places that fit.
 *
 * The automaton reads every character: to write a place takes longer than to find it.
 * @param state 0 at the start of a text
 * @returns how many clusters start, and the new state, as `countGraphemes` does
 */
export function findSegments(from: usize, to: usize, state: u32): u32 {
  let output = OUTPUT;
  let place: u64 = 0;
  let states = i8x16.splat(<i8>state);
  let at = from;
  while (at < to) {
    // Overwritten by the next place unless a cluster starts here.
    store<u64>(output, place);
    const lead: u32 = load<u8>(at);
    let row: usize;
    if (lead < 0x80) {
      row = load<u16>(lead << 1, ROWS_OF_ASCII);
      at += 1;
      place += A_UTF16_UNIT | A_CODE_POINT | 1;
    } else if (lead < 0xe0) {
      row = rowIn(load<u8>(lead, BLOCKS_OF_2), load<u8>(at, 1));
      at += 2;
      place += A_UTF16_UNIT | A_CODE_POINT | 2;
    } else if (lead < 0xf0) {
      row = rowIn(load<u8>((lead << 6) + load<u8>(at, 1), BLOCKS_OF_3), load<u8>(at, 2));
      at += 3;
      place += A_UTF16_UNIT | A_CODE_POINT | 3;
    } else {
      const block = BLOCKS_OF_4 + (lead << 12) + ((<u32>load<u8>(at, 1)) << 6) + load<u8>(at, 2);
      row = rowIn(load<u8>(block), load<u8>(at, 3));
      at += 4;
      place += (2 * A_UTF16_UNIT) | A_CODE_POINT | 4;
    }
    const starts: usize = i8x16.extract_lane_u(i8x16.swizzle(v128.load(row, STEPS + 16), states), 0);
    output += starts << PLACE_SHIFT;
    states = i8x16.swizzle(v128.load(row, STEPS), states);
  }
  store<u64>(output, place);
  const segments = <u32>((output - OUTPUT) >> PLACE_SHIFT);
  return (segments << STATE_BITS) | i8x16.extract_lane_u(states, 0);
}
