/**
 * Scans UTF-8 in pieces, which may be cut anywhere, and counts characters.
 *
 * Table 3-7 of the Unicode Standard defines what is well-formed: no overlong forms, no surrogates, nothing above
 * U+10FFFF. The first ill-formed sequence ends the scan. Its offset is that of its lead byte, as in Python's
 * `UnicodeDecodeError.start`.
 */
export class Utf8Scanner {
  /** How many characters are complete so far, in code points. */
  codePoints = 0;
  /** How many of them are beyond U+FFFF: they take four bytes in UTF-8, and two code units in UTF-16. */
  fourByteCharacters = 0;
  /** Where the first ill-formed sequence starts, in bytes from the start; -1 while there is none. */
  invalidAt = -1;
  /** How many bytes are scanned so far. */
  size = 0;
  /** How many continuation bytes the current character still needs, and the range of the next one. */
  #missing = 0;
  #lower = 0x80;
  #upper = 0xbf;
  /** Where the current character starts. */
  #start = 0;

  reset(): void {
    this.codePoints = 0;
    this.fourByteCharacters = 0;
    this.invalidAt = -1;
    this.size = 0;
    this.#missing = 0;
  }

  /** Scans `bytes` from `from` up to `to`. After an ill-formed sequence nothing more is read. */
  write(bytes: Uint8Array, from: number, to: number): void {
    if (this.invalidAt >= 0) return;
    const base = this.size - from;
    let codePoints = this.codePoints;
    let missing = this.#missing;
    let lower = this.#lower;
    let upper = this.#upper;
    let start = this.#start;
    for (let at = from; at < to; at++) {
      if (missing === 0) {
        const ascii = at;
        while (at < to && (bytes[at] as number) < 0x80) at++;
        codePoints += at - ascii;
        if (at === to) break;
      }
      const byte = bytes[at] as number;
      if (missing === 0) {
        start = base + at;
        lower = 0x80;
        upper = 0xbf;
        if (byte >= 0xc2 && byte <= 0xdf) {
          missing = 1;
        } else if ((byte & 0xf0) === 0xe0) {
          missing = 2;
          if (byte === 0xe0) lower = 0xa0;
          else if (byte === 0xed) upper = 0x9f;
        } else if (byte >= 0xf0 && byte <= 0xf4) {
          missing = 3;
          if (byte === 0xf0) lower = 0x90;
          else if (byte === 0xf4) upper = 0x8f;
        } else {
          this.invalidAt = start;
          return;
        }
      } else if (byte >= lower && byte <= upper) {
        lower = 0x80;
        upper = 0xbf;
        if (--missing === 0) {
          codePoints++;
          if (base + at - start === 3) this.fourByteCharacters++;
        }
      } else {
        this.invalidAt = start;
        return;
      }
    }
    this.size = base + to;
    this.codePoints = codePoints;
    this.#missing = missing;
    this.#lower = lower;
    this.#upper = upper;
    this.#start = start;
  }

  /**
   * Scans only the bytes that complete the current character, if it is not complete, and returns the offset after
   * them. If `to` comes too early, the character stays incomplete.
   */
  completeCharacter(bytes: Uint8Array, from: number, to: number): number {
    const end = Math.min(to, from + this.#missing);
    this.write(bytes, from, end);
    return end;
  }

  /** Takes over the numbers of a piece that was counted elsewhere. It has whole, well-formed characters only. */
  skip(size: number, codePoints: number, fourByteCharacters: number): void {
    this.size += size;
    this.codePoints += codePoints;
    this.fourByteCharacters += fourByteCharacters;
  }

  /** Ends the text. A character that is not complete is ill-formed. */
  end(): void {
    if (this.invalidAt < 0 && this.#missing > 0) this.invalidAt = this.#start;
  }
}

/**
 * The end of the last whole character in `bytes` from `from` up to `to`, which start with a whole character: `to`,
 * or up to 3 bytes before it. If the bytes are ill-formed, it is some offset in this range.
 */
export function endOfWholeCharacters(bytes: Uint8Array, from: number, to: number): number {
  for (let size = 1; size <= 3 && to - size >= from; size++) {
    const byte = bytes[to - size] as number;
    if (byte < 0x80) return to;
    if (byte >= 0xc0) return size < sizeOf(byte) ? to - size : to;
  }
  return to;
}

function sizeOf(lead: number): number {
  if (lead < 0xe0) return 2;
  return lead < 0xf0 ? 3 : 4;
}
