import { type Bytes, toBytes } from "../input.js";

/** A byte from `lower` to `upper`. */
export interface ByteRange {
  readonly lower: number;
  readonly upper: number;
}

function row(...bounds: number[]): readonly ByteRange[] {
  return bounds.flatMap((lower, at) => (at % 2 === 0 ? { lower, upper: bounds[at + 1] as number } : []));
}

/**
 * The well-formed sequences of bytes, as table 3-7 of the Unicode Standard has them (section 3.9): nine rows, each with the
 * range of every byte of a character.
 */
export const WELL_FORMED_UTF8: readonly (readonly ByteRange[])[] = [
  row(0x00, 0x7f),
  row(0xc2, 0xdf, 0x80, 0xbf),
  row(0xe0, 0xe0, 0xa0, 0xbf, 0x80, 0xbf),
  row(0xe1, 0xec, 0x80, 0xbf, 0x80, 0xbf),
  row(0xed, 0xed, 0x80, 0x9f, 0x80, 0xbf),
  row(0xee, 0xef, 0x80, 0xbf, 0x80, 0xbf),
  row(0xf0, 0xf0, 0x90, 0xbf, 0x80, 0xbf, 0x80, 0xbf),
  row(0xf1, 0xf3, 0x80, 0xbf, 0x80, 0xbf, 0x80, 0xbf),
  row(0xf4, 0xf4, 0x80, 0x8f, 0x80, 0xbf, 0x80, 0xbf),
];

/**
 * Why bytes are no character:
 * - `continuation`: 80 to BF, where a character has to start
 * - `overlong`: C0, C1, or E0 or F0 before a continuation that is too low: a shorter form of the character exists
 * - `surrogate`: ED before A0 to BF would be U+D800 to U+DFFF
 * - `too-large`: F5 to F7, or F4 before 90 to BF, would be above U+10FFFF
 * - `no-lead`: F8 to FF, which no character starts with
 * - `interrupted`: another byte comes where a continuation is missing
 * - `unfinished`: the text ends there
 */
export type Utf8Fault =
  | "continuation"
  | "overlong"
  | "surrogate"
  | "too-large"
  | "no-lead"
  | "interrupted"
  | "unfinished";

/** Bytes that are a character, or bytes that are none. */
export interface Utf8Sequence {
  /** Where it starts, in bytes from the start of the text. */
  readonly offset: number;
  /** In bytes, 1 to 4. */
  readonly size: number;
  /** The character, 0 to 10FFFF; undefined if there is a fault. */
  readonly codePoint: number | undefined;
  readonly fault: Utf8Fault | undefined;
  /** Which row of WELL_FORMED_UTF8 the first byte belongs to; undefined if it is in none. */
  readonly row: number | undefined;
}

/**
 * Walks over bytes, well-formed UTF-8 or not, character by character. Bytes that are none come in the pieces for each of which
 * most programs put one U+FFFD: the longest start of a character, or else one byte (Unicode Standard, section 3.9, "U+FFFD
 * Substitution of Maximal Subparts"; WHATWG Encoding; `TextDecoder`, Python, Java).
 * @throws {TypeError} if they are no bytes
 */
export function utf8Sequences(bytes: Bytes): IterableIterator<Utf8Sequence, undefined> {
  return sequencesIn(toBytes(bytes, "a text"));
}

function* sequencesIn(text: Uint8Array): Generator<Utf8Sequence, undefined> {
  for (let offset = 0; offset < text.length; ) {
    const sequence = sequenceAt(text, offset);
    yield sequence;
    offset += sequence.size;
  }
}

function sequenceAt(bytes: Uint8Array, offset: number): Utf8Sequence {
  const lead = bytes[offset] as number;
  const row = WELL_FORMED_UTF8.findIndex(([first]) => isIn(first, lead));
  const ranges = WELL_FORMED_UTF8[row];
  if (ranges === undefined) {
    return { offset, size: 1, codePoint: undefined, fault: faultOfLead(lead), row: undefined };
  }
  let size = 1;
  while (size < ranges.length && isIn(ranges[size], bytes[offset + size])) size++;
  const isWhole = size === ranges.length;
  return {
    offset,
    size,
    codePoint: isWhole ? codePointOf(bytes, offset, size) : undefined,
    fault: isWhole ? undefined : faultBehind(lead, size, bytes[offset + size]),
    row,
  };
}

function isIn(range: ByteRange | undefined, byte: number | undefined): boolean {
  return range !== undefined && byte !== undefined && byte >= range.lower && byte <= range.upper;
}

/** The fault of a byte that starts no character. */
function faultOfLead(lead: number): Utf8Fault {
  if (lead < 0xc0) return "continuation";
  if (lead < 0xc2) return "overlong";
  return lead < 0xf8 ? "too-large" : "no-lead";
}

/** The fault of a character that has only `size` bytes, as another byte than it needs follows, or none. */
function faultBehind(lead: number, size: number, next: number | undefined): Utf8Fault {
  if (next === undefined) return "unfinished";
  if (size > 1 || next < 0x80 || next > 0xbf) return "interrupted";
  if (lead === 0xed) return "surrogate";
  return lead === 0xf4 ? "too-large" : "overlong";
}

function codePointOf(bytes: Uint8Array, offset: number, size: number): number {
  const lead = bytes[offset] as number;
  let codePoint = size === 1 ? lead : lead & (0x7f >> size);
  for (let at = 1; at < size; at++) codePoint = (codePoint << 6) | ((bytes[offset + at] as number) & 0x3f);
  return codePoint;
}
