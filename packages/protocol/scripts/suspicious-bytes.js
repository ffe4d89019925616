/**
 * Sets of code points that share one bit in the nibble tables, drawn so that the box around each (see
 * `nibbleTables`) catches little of what is common in text and joins nothing: quotes and dashes, CJK
 * punctuation, Vietnamese, Hangul syllables, most emoji.
 */
const GROUPS = [
  [[0x400, 0x7ff]],
  [
    [0x800, 0xbff],
    [0x1000, 0x1bff],
  ],
  [[0xc00, 0xfff]],
  [
    [0x1c00, 0x1fff],
    [0x2c00, 0x2fff],
    [0xfe00, 0xffff],
  ],
  [
    [0x20c0, 0x20ff],
    [0xabc0, 0xabff],
    [0xd000, 0xd7ff],
  ],
  [
    [0x2000, 0x203f],
    [0x1f000, 0x1ffff],
  ],
  [[0x3000, 0x3fff]],
  [
    [0xa000, 0xabbf],
    [0xfb00, 0xfbff],
    [0x10000, 0x1efff],
    [0xe0000, 0xe0fff],
  ],
];

/** Combining diacritical marks have lead bytes of their own, CC and CD, and a comparison instead of a bit. */
const COMPARED = [0x300, 0x37f];

const NIBBLES = 16;
const encoder = new TextEncoder();

/**
 * Tables that find, in UTF-8, where a code point could join its neighbour. Each group becomes the box around its
 * joining code points: the sets of the nibbles that occur in their first two bytes and at the top of the third.
 * A character is suspicious if one bit is set for all five of its nibbles. All that join are, and some that do not.
 * @param {(codePoint: number) => boolean} joins
 * @returns {{ lead: number[][], second: number[][], third: number[] }} high and low nibble, 16 entries each
 */
export function nibbleTables(joins, codePoints) {
  const tables = {
    lead: [emptyTable(), emptyTable()],
    second: [emptyTable(), emptyTable()],
    third: emptyTable(),
  };
  for (let codePoint = 0; codePoint < codePoints; codePoint++) {
    if (!joins(codePoint) || isWithin(codePoint, COMPARED)) continue;
    const group = GROUPS.findIndex((ranges) => ranges.some((range) => isWithin(codePoint, range)));
    if (group < 0) throw new Error(`U+${codePoint.toString(16)} joins and is in no group`);
    mark(tables, encoder.encode(String.fromCodePoint(codePoint)), 1 << group);
  }
  return tables;
}

function mark({ lead, second, third }, bytes, bit) {
  lead[0][bytes[0] >> 4] |= bit;
  lead[1][bytes[0] & 15] |= bit;
  second[0][bytes[1] >> 4] |= bit;
  second[1][bytes[1] & 15] |= bit;
  if (bytes.length > 2) third[bytes[2] >> 4] |= bit;
  // Whatever follows a character of two bytes must not clear it.
  else for (let nibble = 0; nibble < NIBBLES; nibble++) third[nibble] |= bit;
}

function emptyTable() {
  return new Array(NIBBLES).fill(0);
}

function isWithin(codePoint, [first, last]) {
  return codePoint >= first && codePoint <= last;
}
