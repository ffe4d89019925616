import { setAnswered } from "./answered";
import { countCodePoints, countFourByteLeads } from "./count-bytes";
import { countGraphemes, STATE_BITS } from "./graphemes";
import { isAscii } from "./lanes";
import { OUTPUT, TALLY } from "./layout";
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

/**
 * Answers the complete MESSAGE frames at the start of some bytes, each with a COUNTS frame. Returns how many bytes they
 * take; `answeredSize` tells how many were written. It stops before a frame that it leaves to the host: one that is cut, of another kind, too long, of
 * unknown units or not UTF-8, or one whose reply does not fit.
 * @param size of the bytes at `start`
 * @param capacity bytes of output that may be written
 */
export function answerFrames(start: usize, size: usize, capacity: usize): usize {
  const end = start + size;
  const outputEnd = OUTPUT + capacity;
  let at = start;
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
  setAnswered(output);
  return at - start;
}

function writeCount(output: usize, count: u32): usize {
  store<u64>(output, bswap(<u64>count));
  return output + COUNT_SIZE;
}
