import { segments, utf8Sequences } from "@hitung/protocol";

/** A cell of the grid, whose columns are bytes. */
export interface Cell {
  /** The first of its columns, from 0, and how many it takes. */
  readonly column: number;
  readonly span: number;
  /**
   * The bytes that it stands for: from `from` up to `to`. Half a character has the bytes of the whole one, and a cluster that is
   * too long to be drawn has all of its bytes.
   */
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
 * Lays out the clusters of a text, well-formed or not, that end within its first `limit` bytes. If the first of them is longer,
 * its characters are laid out that end there. Bytes that are no character are one cell in each of the upper rows, and no cluster
 * goes across them.
 */
export function gridOf(text: Uint8Array, limit: number): Grid {
  const clusters = clustersWithin(text, limit);
  const last = clusters.at(-1);
  const bytes = text.subarray(0, last === undefined ? 0 : last.column + last.span);
  const codePoints: Cell[] = [];
  const utf16: Cell[] = [];
  for (const { offset, size, codePoint } of utf8Sequences(bytes)) {
    const to = offset + size;
    codePoints.push(cell(offset, to, codePoint));
    if (codePoint === undefined || codePoint <= 0xffff) {
      utf16.push(cell(offset, to, codePoint));
    } else {
      const units = String.fromCodePoint(codePoint);
      for (const half of [0, 1]) {
        utf16.push({ column: offset + 2 * half, span: 2, from: offset, to, value: units.charCodeAt(half) });
      }
    }
  }
  return { clusters, codePoints, utf16, bytes: Array.from(bytes, (byte, at) => cell(at, at + 1, byte)) };
}

function clustersWithin(text: Uint8Array, limit: number): Cell[] {
  const clusters: Cell[] = [];
  for (const cluster of clustersOf(text)) {
    if (cluster.to > limit) {
      // All that is drawn is the start of one cluster.
      if (clusters.length === 0) clusters.push({ ...cluster, span: endOfWhole(text, limit) });
      break;
    }
    clusters.push(cluster);
  }
  return clusters;
}

function* clustersOf(text: Uint8Array): Generator<Cell> {
  let from = 0;
  for (const { offset, size, fault } of utf8Sequences(text)) {
    if (fault === undefined) continue;
    yield* clustersBetween(text, from, offset);
    from = offset + size;
    yield cell(offset, from);
  }
  yield* clustersBetween(text, from, text.length);
}

/** The clusters of well-formed bytes. */
function* clustersBetween(text: Uint8Array, from: number, to: number): Generator<Cell> {
  for (const { start, end } of segments(text.subarray(from, to)))
    yield cell(from + start.bytes, from + end.bytes);
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
  let end = 0;
  for (const { offset, size } of utf8Sequences(bytes.subarray(0, limit + 4))) {
    if (offset + size > limit) break;
    end = offset + size;
  }
  return end;
}
