import { sizeOfCharacter, transition } from "./grapheme-automaton";
import { BOUNDARY_BIT, NIBBLES, PLAIN_END, ROW_SHIFT } from "./grapheme-tables.generated";
import { VECTOR } from "./layout";

/** A result carries two numbers: the count, and in these low bits the state, as the number of its row. */
export const STATE_BITS: u32 = 8;

/** How many bytes are read one by one where something could join, before the fast path is tried again. */
const SLOW_STRETCH: usize = 16;

// Vectors are filled from memory: V8 builds a literal anew in every round of a loop, and keeps what was loaded.
const BYTES: usize = memory.data<u8>([0x0a, 0x0d, 0x0f, 0xbf, 0xcc, 0xfe]);

/**
 * Counts the starts of extended grapheme clusters (UAX #29) in well-formed UTF-8, which ends at the end of a
 * character.
 *
 * Where nothing in 16 bytes can join, every character is a cluster, but for CRLF. Only the rest is read one by
 * one, by an automaton of a dozen states. Each byte is looked at a bounded number of times.
 * @param row the state, 0 at the start of a text
 */
export function countGraphemes(from: usize, to: usize, row: u32): u32 {
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
  let state = row << ROW_SHIFT;
  let at = from;
  // The fast path looks at the byte before, which must be of this text.
  let slowTo = from + 1;
  while (at < to) {
    while (at < slowTo || (state >= PLAIN_END && at < to)) {
      const size = sizeOfCharacter(load<u8>(at));
      at += size;
      const entry = transition(state, at, size);
      count += entry / BOUNDARY_BIT;
      state = entry % BOUNDARY_BIT;
    }

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
      while (at < to && isContinuation(at)) at++;
      state = stateAfter(at);
    }
    slowTo = min(at + SLOW_STRETCH, to);
  }
  return (count << STATE_BITS) | (state >> ROW_SHIFT);
}

/** Behind what the fast path has read, the last character alone tells the state. */
function stateAfter(end: usize): u32 {
  let size: usize = 1;
  while (isContinuation(end - size)) size++;
  return transition(0, end, size) % BOUNDARY_BIT;
}

function isContinuation(at: usize): bool {
  return (load<u8>(at) & 0xc0) === 0x80;
}
