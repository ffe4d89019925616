import { segments, utf8Sequences } from "@hitung/protocol";

/** A cell of the grid, whose columns are bytes. */
export interface Cell {
  /** The first of its columns, from 0, and how many it takes. */
  readonly column: number;
  readonly span: number;
  /** The bytes that it stands for: from `from` up to `to`. Half a character has the bytes of the whole one. */
  readonly from: number;
  readonly to: number;
  /** A code point, a UTF-16 code unit or a byte; undefined for clusters, and for bytes that are no character. */
  readonly value: number | undefined;
}

/** The four rows over the same bytes. */
export interface Grid {
  readonly clusters: readonly Cell[];
  readonly codePoints: readonly Cell[];
  readonly utf16: readonly Cell[];
  readonly bytes: readonly Cell[];
}

/** The rows of a grid, from top to bottom. */
export const ROWS = ["clusters", "codePoints", "utf16", "bytes"] as const;

/** A row of a grid. */
export type Row = (typeof ROWS)[number];

/**
 * Lays out the characters of a text, well-formed or not, in as many of its first bytes as `limit` allows. Bytes that are no
 * character are one cell in each of the upper rows, and no cluster goes across them.
 */
export function gridOf(text: Uint8Array, limit: number): Grid {
  const bytes = text.subarray(0, endOfWhole(text, limit));
  const clusters: Cell[] = [];
  const codePoints: Cell[] = [];
  const utf16: Cell[] = [];
  let wellFormedFrom = 0;
  const endWellFormed = (to: number) => {
    for (const { start, end } of segments(bytes.subarray(wellFormedFrom, to))) {
      clusters.push(cell(wellFormedFrom + start.bytes, wellFormedFrom + end.bytes));
    }
  };
  for (const { offset, size, codePoint } of utf8Sequences(bytes)) {
    const to = offset + size;
    codePoints.push(cell(offset, to, codePoint));
    if (codePoint === undefined) {
      endWellFormed(offset);
      clusters.push(cell(offset, to));
      wellFormedFrom = to;
    }
    if (codePoint === undefined || codePoint <= 0xffff) {
      utf16.push(cell(offset, to, codePoint));
    } else {
      const units = String.fromCodePoint(codePoint);
      for (const half of [0, 1]) {
        utf16.push({ column: offset + 2 * half, span: 2, from: offset, to, value: units.charCodeAt(half) });
      }
    }
  }
  endWellFormed(bytes.length);
  return { clusters, codePoints, utf16, bytes: Array.from(bytes, (byte, at) => cell(at, at + 1, byte)) };
}

/** Whether two cells stand for some of the same bytes. */
export function overlap(one: Cell, other: Cell): boolean {
  return one.from < other.to && other.from < one.to;
}

/** The cell of a row in this column. */
export function cellAt(row: readonly Cell[], column: number): number {
  return row.findIndex((each) => column < each.column + each.span);
}

function cell(from: number, to: number, value?: number): Cell {
  return { column: from, span: to - from, from, to, value };
}

/** The end of the last character that ends within the limit. */
function endOfWhole(bytes: Uint8Array, limit: number): number {
  if (bytes.length <= limit) return bytes.length;
  let end = 0;
  for (const { offset, size } of utf8Sequences(bytes.subarray(0, limit + 4))) {
    if (offset + size > limit) break;
    end = offset + size;
  }
  return end;
}
