import { countCodePoints, countFourByteLeads } from "./count-bytes";
import { countGraphemes, STATE_BITS } from "./graphemes";
import { firstLanes } from "./lanes";
import { INPUT, OUTPUT, TALLY, VECTOR } from "./layout";
import { isUtf8 } from "./utf8";

// The constants of src/wire.ts, and the bits of src/units.ts.
const MESSAGE: u32 = 0xf9;
const COUNTS: u64 = 0xfa;
const HEADER_SIZE: usize = 6;
const COUNT_SIZE: usize = 8;
const CODE_POINTS: u32 = 1;
const GRAPHEMES: u32 = 2;
const UTF16: u32 = 4;
const BYTES: u32 = 8;
const ALL_UNITS: u32 = 15;

/** Longer messages are left to the host, which counts them faster. LARGEST_BATCHED_MESSAGE of src/responder/batch.ts. */
const MAX_PAYLOAD: u32 = 4096;

let written: usize = OUTPUT;

/** How many bytes of replies the last `answerFrames` wrote. */
export function answeredSize(): usize {
  return written - OUTPUT;
}

/**
 * Answers the complete MESSAGE frames at the start of the input, each with a COUNTS frame. Returns how many bytes of
 * input they take. It stops before a frame that it leaves to the host: one that is cut, of another kind, too long, of
 * unknown units or not UTF-8, or one whose reply does not fit.
 * @param size bytes of input
 * @param capacity bytes of output that may be written
 */
export function answerFrames(size: usize, capacity: usize): usize {
  const end = INPUT + size;
  const outputEnd = OUTPUT + capacity;
  let at = INPUT;
  let output = OUTPUT;
  while (at + HEADER_SIZE <= end) {
    const units: u32 = load<u8>(at, 1);
    const length = bswap(load<u32>(at, 2));
    if (load<u8>(at) !== MESSAGE || units === 0 || units > ALL_UNITS || length > MAX_PAYLOAD) break;
    const from = at + HEADER_SIZE;
    const to = from + length;
    const countsSize = COUNT_SIZE * popcnt(units);
    if (to > end || output + HEADER_SIZE + countsSize > outputEnd) break;
    const ascii = isAscii(from, to);
    if (!ascii && !isUtf8(from, to)) break;

    // One store of eight bytes writes the header of six. The first count overwrites the other two.
    store<u64>(output, COUNTS | ((<u64>units) << 8) | ((<u64>countsSize) << 40));
    output += HEADER_SIZE;
    const codePoints = ascii ? length : countCodePoints(from, to);
    if (units & CODE_POINTS) output = writeCount(output, codePoints);
    if (units & GRAPHEMES) output = writeCount(output, countGraphemes(from, to, 0) >> STATE_BITS);
    if (units & UTF16) output = writeCount(output, codePoints + (ascii ? 0 : countFourByteLeads(from, to)));
    if (units & BYTES) output = writeCount(output, length);
    const tally = TALLY + ((<usize>units) << 2);
    store<u32>(tally, load<u32>(tally) + 1);
    at = to;
  }
  written = output;
  return at - INPUT;
}

function writeCount(output: usize, count: u32): usize {
  store<u64>(output, bswap(<u64>count));
  return output + COUNT_SIZE;
}

function isAscii(from: usize, to: usize): bool {
  if (to - from < VECTOR) return i8x16.bitmask(v128.and(v128.load(from), firstLanes(to - from))) === 0;
  // The last vector may overlap the one before, so that no end needs a mask.
  const last = to - VECTOR;
  let bytes = v128.load(last);
  for (let at = from; at < last; at += VECTOR) bytes = v128.or(bytes, v128.load(at));
  return i8x16.bitmask(bytes) === 0;
}
