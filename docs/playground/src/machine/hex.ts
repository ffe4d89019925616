/** A byte as two hexadecimal digits. */
export function hexOf(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, "0");
}

/** A UTF-16 code unit, or a code point, as four hexadecimal digits or more. */
export function hexOfCodePoint(codePoint: number): string {
  return codePoint.toString(16).toUpperCase().padStart(4, "0");
}

/** Bytes as hexadecimal digits, with a space between two of them. */
export function hexOfBytes(bytes: Uint8Array): string {
  return Array.from(bytes, hexOf).join(" ");
}

/** What could not be read in hexadecimal digits. */
export interface HexProblem {
  /** In characters from the start of what was typed. */
  readonly at: number;
  /** The character; "" if the last byte has less than two digits. */
  readonly character: string;
}

/**
 * The bytes that hexadecimal digits stand for, two for each byte. Between them there may be white space, commas, `0x` and
 * `\x`. They are read up to the first problem.
 */
export function bytesOfHex(typed: string): { bytes: Uint8Array; problem: HexProblem | undefined } {
  const bytes: number[] = [];
  const pattern = /[\s,]*(?:0x|\\x)?([0-9a-f]{2})|[\s,]+$/giy;
  let at = 0;
  for (let match = pattern.exec(typed); match !== null; match = pattern.exec(typed)) {
    if (match[1] !== undefined) bytes.push(Number.parseInt(match[1], 16));
    at = pattern.lastIndex;
    if (at === typed.length) break;
  }
  return { bytes: Uint8Array.from(bytes), problem: at < typed.length ? problemFrom(typed, at) : undefined };
}

function problemFrom(typed: string, from: number): HexProblem {
  const before = /^[\s,]*(?:0x|\\x)?[0-9a-f]?/i.exec(typed.slice(from))?.[0].length ?? 0;
  const at = from + before;
  return {
    at,
    character: String.fromCodePoint(...[typed.codePointAt(at)].filter((code) => code !== undefined)),
  };
}
