import { BLOCKS_OF_2, BLOCKS_OF_3, BLOCKS_OF_4, ROWS_OF_ASCII, rowIn } from "./characters";
import { LONE_STATES, NIBBLES, PLAIN_STATES, STEPS } from "./grapheme-tables.generated";
import { VECTOR } from "./layout";
import { beginsScript, clustersOfScript, countScript, endOfScript } from "./scripts";

/** A result carries two numbers: the state in these low bits, and the count in the bits above. */
export const STATE_BITS: u32 = 8;

/** How many bytes are read one by one if something could join. Then the fast path is tried again. */
const SLOW_STRETCH: usize = 48;

/** As many behind what `countScript` has counted. */
const SHORT_STRETCH: usize = 24;

/** As many where it was tried in vain so often. The lanes in which starts are counted hold 255. */
const LONG_STRETCH: usize = 240;
const MANY_MISSES: u32 = 3;

// Vectors are loaded from memory: V8 builds a literal again in every round of a loop, but keeps a loaded vector.
const BYTES: usize = memory.data<u8>([0x0a, 0x0d, 0x0f, 0xbf, 0xcc, 0xfe]);

/** Where `countUntilScript` stopped, and the state there. */
let stoppedAt: usize = 0;
let stoppedIn: u32 = 0;

/**
 * Counts the starts of extended grapheme clusters (UAX #29) in well-formed UTF-8, which ends at the end of a
 * character.
 *
 * If nothing in 16 bytes can join, every character is a cluster, except for CRLF. In a script whose characters join in the
 * simple way 16 bytes are counted at once as well. An automaton of a dozen states reads the other bytes character by
 * character. Each byte is read a bounded number of times.
 * @param state 0 at the start of a text
 */
export function countGraphemes(from: usize, to: usize, state: u32): u32 {
  let count: u32 = 0;
  let at = from;
  // The fast paths also read the byte before their vector, which must belong to this text.
  let stretch: usize = 1;
  while (at < to) {
    count += countUntilScript(at, to, state, stretch);
    at = stoppedAt;
    state = stoppedIn;
    stretch = SLOW_STRETCH;
    if (at === to || !countScript(at, to, state >= LONE_STATES)) continue;
    // The last cluster is read again, from state 0: where it starts nothing joins.
    count += clustersOfScript();
    at = endOfScript();
    state = 0;
    stretch = SHORT_STRETCH;
  }
  return (count << STATE_BITS) | state;
}

/** @param slowFirst how many bytes the automaton reads before all else, at least 1 */
function countUntilScript(from: usize, to: usize, state: u32, slowFirst: usize): u32 {
  const lf = v128.load8_splat(BYTES);
  const cr = v128.load8_splat(BYTES, 1);
  const lowNibble = v128.load8_splat(BYTES, 2);
  const lastContinuation = v128.load8_splat(BYTES, 3);
  const diacritics = v128.load8_splat(BYTES, 4);
  const evenByte = v128.load8_splat(BYTES, 5);
  const lead1 = v128.load(NIBBLES);
  const lead0 = v128.load(NIBBLES, 16);
  const second1 = v128.load(NIBBLES, 32);
  const second0 = v128.load(NIBBLES, 48);
  const third1 = v128.load(NIBBLES, 64);

  let count: u32 = 0;
  let at = from;
  let slowTo = min(from + slowFirst, to);
  let stretch = SLOW_STRETCH;
  let misses: u32 = 0;
  while (at < to) {
    do {
      let states = i8x16.splat(<i8>state);
      let starts = i64x2.splat(0);
      while (at < slowTo) {
        const lead: u32 = load<u8>(at);
        let row: usize;
        if (lead < 0x80) {
          row = load<u16>(lead << 1, ROWS_OF_ASCII);
          at += 1;
        } else if (lead < 0xe0) {
          row = rowIn(load<u8>(lead, BLOCKS_OF_2), load<u8>(at, 1));
          at += 2;
        } else if (lead < 0xf0) {
          row = rowIn(load<u8>((lead << 6) + load<u8>(at, 1), BLOCKS_OF_3), load<u8>(at, 2));
          at += 3;
        } else {
          const block = BLOCKS_OF_4 + (lead << 12) + ((<u32>load<u8>(at, 1)) << 6) + load<u8>(at, 2);
          row = rowIn(load<u8>(block), load<u8>(at, 3));
          at += 4;
        }
        // Each step waits for the one before. A swizzle of all states takes 2 cycles, a load of one takes 5 or more.
        starts = i8x16.add(starts, i8x16.swizzle(v128.load(row, STEPS + 16), states));
        states = i8x16.swizzle(v128.load(row, STEPS), states);
      }
      count += i8x16.extract_lane_u(starts, 0);
      state = i8x16.extract_lane_u(states, 0);
      slowTo = min(at + 1, to);
    } while (state >= PLAIN_STATES && at < to);

    const fastFrom = at;
    for (; at + VECTOR <= to; at += VECTOR) {
      const bytes = v128.load(at);
      if (i8x16.bitmask(bytes) !== 0) {
        const second = v128.load(at, 1);
        let joining = v128.and(
          i8x16.swizzle(lead1, i8x16.shr_u(bytes, 4)),
          i8x16.swizzle(lead0, v128.and(bytes, lowNibble)),
        );
        joining = v128.and(joining, i8x16.swizzle(second1, i8x16.shr_u(second, 4)));
        joining = v128.and(joining, i8x16.swizzle(second0, v128.and(second, lowNibble)));
        joining = v128.and(joining, i8x16.swizzle(third1, i8x16.shr_u(v128.load(at, 2), 4)));
        joining = v128.or(joining, i8x16.eq(v128.and(bytes, evenByte), diacritics));
        if (v128.any_true(joining)) break;
      }
      const crlf = v128.and(i8x16.eq(bytes, lf), i8x16.eq(v128.load(at - 1), cr));
      const leads = i8x16.gt_s(bytes, lastContinuation);
      count += popcnt(i8x16.bitmask(v128.andnot(leads, crlf)));
    }
    if (at > fastFrom) {
      // The last character that was counted is read again, from state 0: it alone determines the state.
      do at--;
      while (isContinuation(at));
      count--;
      state = 0;
      stretch = SLOW_STRETCH;
      misses = 0;
    } else {
      if (beginsScript(at, to)) break;
      if (++misses > MANY_MISSES) stretch = LONG_STRETCH;
    }
    slowTo = min(at + stretch, to);
  }
  stoppedAt = at;
  stoppedIn = state;
  return count;
}

function isContinuation(at: usize): bool {
  return (load<u8>(at) & 0xc0) === 0x80;
}
