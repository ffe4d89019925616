/** The UTF-8 that was made of a piece of the input. */
export interface Decoded {
  readonly bytes: Uint8Array;
  /** Where in these bytes U+FFFD takes the place of a sequence that is ill-formed, ascending. */
  readonly faults: readonly number[];
  /** Where in the input the first of these sequences starts, in bytes; undefined if the decoder does not know. */
  readonly byteOffset?: number | undefined;
}

/**
 * Makes UTF-8 of a text in another encoding that comes in pieces, which may be cut anywhere. It keeps no more than a
 * character that was cut. A byte order mark is a character like any other, U+FEFF, as it is in UTF-8.
 */
export interface Decoder {
  write(piece: Uint8Array): Decoded;
  /** Ends the text. A character that is not complete is ill-formed. */
  end(): Decoded;
}
