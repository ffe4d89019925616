import { SCRIPT_OF, SCRIPTS } from "./grapheme-tables.generated";
import { VECTOR } from "./layout";

/** In bytes: the tables of a script, and where those of linkers and consonants lie in them. */
const SCRIPT_SIZE: usize = 48;
const LINKERS: usize = SCRIPTS + 16;
const CONSONANTS: usize = SCRIPTS + 32;

const CHARACTER_SIZE = 3;

// Vectors are loaded from memory: V8 builds a literal again in every round of a loop, but keeps a loaded vector. The last
// has the bits of a high nibble of a last byte, 8 to B, for an even and for an odd second byte.
const BYTES: usize = memory.data<u8>([0x0a, 0x0d, 0x0f, 0xbf, 0xc0, 0x1f, 0x7f, 0x01, 0xfe, 0xf0, 0xe0]);
const ROWS: usize = memory.data<u8>([0, 0, 0, 0, 0, 0, 0, 0, 0x11, 0x22, 0x44, 0x88, 0, 0, 0, 0], 16);

/** The first character of the script that `beginsScript` found, and its number, from 1. */
let character: usize = 0;
let number: u32 = 0;

let clusters: u32 = 0;
let end: usize = 0;

/** How many clusters start before `endOfScript`, by the last `countScript`. */
export function clustersOfScript(): u32 {
  return clusters;
}

/** Where the last cluster starts that `countScript` saw, which may go on. The automaton has to read it again, from state 0. */
export function endOfScript(): usize {
  return end;
}

/** Whether the first character of three bytes here is one of a script whose characters join in the simple way. */
export function beginsScript(at: usize, to: usize): bool {
  if (at + VECTOR > to) return false;
  const highNibbles = v128.and(v128.load(at), v128.load8_splat(BYTES, 9));
  const threes: u32 = i8x16.bitmask(i8x16.eq(highNibbles, v128.load8_splat(BYTES, 10)));
  if (threes === 0) return false;
  character = at + ctz(threes);
  const block = ((<u32>load<u8>(character) & 0x0f) << 5) + ((<u32>load<u8>(character, 1) & 0x3f) >> 1);
  number = load<u8>(block, SCRIPT_OF);
  return number !== 0;
}

/**
 * Counts clusters where `beginsScript` has found one, as long as there is nothing but ASCII and the characters of one block, whose marks and linkers join in
 * the simple way (see scripts/script-tables.js). Returns whether it counted any.
 * @param at what is before it must not be able to join a consonant. It may lie inside a character.
 * @param joins whether a mark at the very beginning joins what is before it
 */
export function countScript(at: usize, to: usize, joins: bool): bool {
  const script = <usize>(number - 1) * SCRIPT_SIZE;
  const marks = v128.load(script, SCRIPTS);
  const linkers = v128.load(script, LINKERS);
  const consonants = v128.load(script, CONSONANTS);
  const leads = v128.load8_splat(character);
  const seconds = v128.and(v128.load8_splat(character, 1), v128.load8_splat(BYTES, 8));
  const lf = v128.load8_splat(BYTES);
  const cr = v128.load8_splat(BYTES, 1);
  const lowNibble = v128.load8_splat(BYTES, 2);
  const lastContinuation = v128.load8_splat(BYTES, 3);
  const firstLead = v128.load8_splat(BYTES, 4);
  const lastControl = v128.load8_splat(BYTES, 5);
  const del = v128.load8_splat(BYTES, 6);
  const one = v128.load8_splat(BYTES, 7);
  const even = v128.load8_splat(BYTES, 8);
  const rows = v128.load(ROWS);
  const zero = i64x2.splat(0);
  let count: u32 = 0;
  let lastStart = at;
  // Bits of the vector before, in the low half.
  let linkerBits: u32 = 0;
  let consonantBits: u32 = 0;
  for (; at + VECTOR <= to; at += VECTOR) {
    const bytes = v128.load(at);
    const next = v128.load(at, 1);
    const third = v128.load(at, 2);
    const before = v128.load(at - 1);
    const own = v128.and(i8x16.eq(bytes, leads), i8x16.eq(v128.and(next, even), seconds));
    if (v128.any_true(v128.andnot(i8x16.eq(i8x16.max_u(bytes, firstLead), bytes), own))) break;

    // The bit of each character in the sets of its low nibble, if it is one of the block.
    const page = v128.xor(i8x16.eq(v128.and(next, one), one), lowNibble);
    const bit = v128.and(v128.and(i8x16.swizzle(rows, i8x16.shr_u(third, 4)), page), own);
    const nibble = v128.and(third, lowNibble);
    const mark: u32 = 0xffff ^ i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(marks, nibble), bit), zero));
    const linker: u32 = 0xffff ^ i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(linkers, nibble), bit), zero));
    const consonant: u32 =
      0xffff ^ i8x16.bitmask(i8x16.eq(v128.and(i8x16.swizzle(consonants, nibble), bit), zero));
    const joining = mark | linker;
    linkerBits |= linker << 16;
    consonantBits |= consonant << 16;
    const afterLinker = linkerBits << CHARACTER_SIZE;

    // Left to the automaton: what is neither, a linker behind something else, and more than a consonant behind a linker.
    const afterConsonant = consonantBits << CHARACTER_SIZE;
    if (mark & linker) break;
    if ((linker << 16) & ~afterConsonant) break;
    if (afterLinker & (joining << 16)) break;
    // Marks stand alone behind a control character.
    const controls: u32 = i8x16.bitmask(
      v128.or(i8x16.eq(i8x16.min_u(before, lastControl), before), i8x16.eq(before, del)),
    );
    if (joining & controls) break;
    const characters: u32 = i8x16.bitmask(i8x16.gt_s(bytes, lastContinuation));
    if (!joins && joining & (1 << ctz(characters))) break;
    joins = true;

    const crlf: u32 = i8x16.bitmask(v128.and(i8x16.eq(bytes, lf), i8x16.eq(before, cr)));
    const starts = characters & ~joining & ~crlf & ~((afterLinker & (consonant << 16)) >> 16);
    if (starts !== 0) {
      count += popcnt(starts);
      lastStart = at + 31 - clz(starts);
    }
    linkerBits >>>= 16;
    consonantBits >>>= 16;
  }
  clusters = count - 1;
  end = lastStart;
  return count !== 0;
}
