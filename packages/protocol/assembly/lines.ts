import { setAnswered } from "./answered";
import { countCodePoints, countFourByteLeads } from "./count-bytes";
import { countGraphemes, STATE_BITS } from "./graphemes";
import { isAscii } from "./lanes";
import { OUTPUT, SENTENCE, TALLY, VECTOR } from "./layout";
import { isUtf8 } from "./utf8";

const LF: u8 = 0x0a;
const CR: u8 = 0x0d;

// The bits of src/units.ts.
const CODE_POINTS: u32 = 1;
const GRAPHEMES: u32 = 2;
const BYTES: u32 = 8;

/** Longer lines are left to the host. LARGEST_BATCHED_MESSAGE of src/responder/batch.ts. */
const MAX_LINE: usize = 4096;

// The parts of the sentence, as src/counting/kernel.ts puts them there.
const BEFORE: usize = SENTENCE;
const AFTER_ONE: usize = SENTENCE + 64;
const AFTER_OTHERS: usize = SENTENCE + 96;
const SIZES: usize = SENTENCE + 128;

/** What is written of a reply at most, with what whole vectors write behind it. */
const ROOM: usize = 64 + 4 + 32 + 2;

/**
 * Answers the complete lines at the start of some bytes, each with the sentence and the line end that it came with. Returns
 * how many bytes they take; `answeredSize` tells how many were written. It stops before a line that it leaves to the host:
 * one that is cut, too long or not UTF-8, or one whose reply does not fit.
 * @param size of the bytes at `start`
 * @param capacity bytes of output that may be written
 * @param unit one bit
 */
export function answerLines(start: usize, size: usize, capacity: usize, unit: u32): usize {
  const end = start + size;
  const outputEnd = OUTPUT + capacity;
  const lfs = v128.load8_splat(LINE_END);
  const before0 = v128.load(BEFORE);
  const before1 = v128.load(BEFORE, 16);
  const before2 = v128.load(BEFORE, 32);
  const before3 = v128.load(BEFORE, 48);
  const beforeSize: usize = load<u8>(SIZES);
  const oneSize: usize = load<u8>(SIZES, 1);
  const othersSize: usize = load<u8>(SIZES, 2);
  let at = start;
  let output = OUTPUT;
  let lines: u32 = 0;
  while (at < end && output + ROOM <= outputEnd) {
    const limit = min(end, at + MAX_LINE + 2);
    let lf = at;
    let found: i32 = 0;
    for (; lf < limit; lf += VECTOR) {
      found = i8x16.bitmask(i8x16.eq(v128.load(lf), lfs));
      if (found !== 0) break;
    }
    lf += ctz(found);
    if (found === 0 || lf >= limit) break;
    const hasCr = lf > at && load<u8>(lf - 1) === CR;
    const to = hasCr ? lf - 1 : lf;
    if (to - at > MAX_LINE) break;
    const ascii = isAscii(at, to);
    if (!ascii && !isUtf8(at, to)) break;

    let count = <u32>(to - at);
    if (!ascii && unit !== BYTES) {
      if (unit === GRAPHEMES) count = countGraphemes(at, to, 0) >> STATE_BITS;
      else {
        const codePoints = countCodePoints(at, to);
        count = unit === CODE_POINTS ? codePoints : codePoints + countFourByteLeads(at, to);
      }
    }
    v128.store(output, before0);
    v128.store(output, before1, 16);
    v128.store(output, before2, 32);
    v128.store(output, before3, 48);
    output = writeDecimal(output + beforeSize, count);
    const after = count === 1 ? AFTER_ONE : AFTER_OTHERS;
    v128.store(output, v128.load(after));
    v128.store(output, v128.load(after, 16), 16);
    output += count === 1 ? oneSize : othersSize;
    if (hasCr) {
      store<u8>(output, CR);
      output += 1;
    }
    store<u8>(output, LF);
    output += 1;
    lines += 1;
    at = lf + 1;
  }
  const tally = TALLY + ((<usize>unit) << 2);
  store<u32>(tally, load<u32>(tally) + lines);
  setAnswered(output);
  return at - start;
}

const LINE_END: usize = memory.data<u8>([LF]);

/** A number below 10,000. */
function writeDecimal(output: usize, number: u32): usize {
  let digits: usize = number < 10 ? 1 : number < 100 ? 2 : number < 1000 ? 3 : 4;
  const end = output + digits;
  while (digits > 0) {
    digits -= 1;
    store<u8>(output + digits, 0x30 + (number % 10));
    number /= 10;
  }
  return end;
}
