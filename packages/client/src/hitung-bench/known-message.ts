import { type Counts, UNITS, type Unit } from "@hitung/protocol";

/** What a message consists of. */
export const TEXT_KINDS = ["ascii", "mixed", "emoji"] as const;

/** What a message consists of. */
export type TextKind = (typeof TEXT_KINDS)[number];

/** A message whose counts are known from how it was put together, without any counter. */
export interface KnownMessage {
  readonly bytes: Buffer;
  readonly counts: Counts;
}

type Piece = readonly [text: string, codePoints: number, graphemes: number, utf16: number, bytes: number];

/** It fills the rest, which is too small for any other piece. */
const FILLER: Piece = ["a", 1, 1, 1, 1];

/**
 * The counts are written down by hand (UAX #29 for the graphemes). No piece joins with the one before it: none begins
 * with an extending character, and none ends with a joiner.
 */
const PIECES: Readonly<Record<TextKind, readonly Piece[]>> = {
  ascii: [["Handy Arfiano Hastyawan", 23, 23, 23, 23], [" ", 1, 1, 1, 1], FILLER],
  mixed: [
    ["Halo ", 5, 5, 5, 5],
    ["caf\u00e9 ", 5, 5, 5, 6],
    ["e\u0301", 2, 1, 2, 3],
    ["\u043c\u0438\u0440", 3, 3, 3, 6],
    ["\u6f22\u5b57", 2, 2, 2, 6],
    ["\ud55c\uae00", 2, 2, 2, 6],
    ["\u0928\u093f", 2, 1, 2, 6],
    ["\u{1f600}", 1, 1, 2, 4],
    FILLER,
  ],
  emoji: [
    ["\u{1f600}", 1, 1, 2, 4],
    ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", 5, 1, 8, 18],
    ["\u{1f44d}\u{1f3fd}", 2, 1, 4, 8],
    ["\u2764\ufe0f", 2, 1, 2, 6],
    ["\u{1f1ee}\u{1f1e9}", 2, 1, 4, 8],
  ],
};

/**
 * Makes a message: the pieces of its kind over and over, and ASCII letters at the end if none of them fits.
 * @param size in bytes of UTF-8
 */
export function buildMessage(kind: TextKind, size: number): KnownMessage {
  const bytes = Buffer.alloc(size, FILLER[0]);
  const round = PIECES[kind];
  const roundSize = round.reduce((sum, piece) => sum + piece[4], 0);
  const rounds = Math.floor(size / roundSize);
  bytes.fill(round.map(([text]) => text).join(""), 0, rounds * roundSize);

  let at = rounds * roundSize;
  const rest: Piece[] = [];
  for (const piece of round) {
    if (at + piece[4] > size) continue;
    at += bytes.write(piece[0], at);
    rest.push(piece);
  }
  const countOf = (index: 1 | 2 | 3 | 4) =>
    rounds * sum(round, index) + sum(rest, index) + (size - at) * FILLER[index];
  const counts = UNITS.map((unit, position) => [unit, countOf((position + 1) as 1 | 2 | 3 | 4)]);
  return { bytes, counts: Object.fromEntries(counts) as Record<Unit, number> };
}

function sum(pieces: readonly Piece[], index: 1 | 2 | 3 | 4): number {
  return pieces.reduce((total, piece) => total + piece[index], 0);
}
