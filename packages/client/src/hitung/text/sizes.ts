/** How long a text is in the units that servers count, found while its pieces pass by. */
export class Sizes {
  bytes = 0;
  /** Code points, if it is UTF-8. */
  codePoints = 0;
  #utf16 = 0;
  /** Undefined for an empty text. */
  lastByte: number | undefined;

  add(piece: Uint8Array): void {
    for (const byte of piece) {
      // A continuation byte begins nothing; four bytes are a pair of surrogates in UTF-16.
      if ((byte & 0xc0) !== 0x80) this.codePoints++;
      if (byte >= 0xf0) this.#utf16++;
    }
    this.bytes += piece.length;
    this.lastByte = piece.at(-1) ?? this.lastByte;
  }

  /**
   * Whether a server may have counted so many characters.
   * @param more characters of ASCII that were sent behind the text, and may be counted, too
   */
  has(count: number, more = 0): boolean {
    const text = count - more;
    return text === this.codePoints || text === this.codePoints + this.#utf16 || text === this.bytes;
  }
}
