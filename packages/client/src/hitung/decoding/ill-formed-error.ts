/** Where in a text something is. */
export interface TextPlace {
  /** From 1; undefined if the text is one line. */
  readonly line?: number;
  /** In code points, from 1. */
  readonly column: number;
}

/** A text that is ill-formed in its encoding. */
export class IllFormedError extends Error {
  /** The name of the encoding in the WHATWG Encoding Standard, in small letters. */
  readonly encoding: string;
  /** Where the first ill-formed sequence starts, in bytes from 0; undefined if it is not known. */
  readonly byteOffset: number | undefined;
  readonly place: TextPlace | undefined;

  constructor(encoding: string, byteOffset: number | undefined, place: TextPlace | undefined) {
    super(`not well-formed ${encoding}`);
    this.encoding = encoding;
    this.byteOffset = byteOffset;
    this.place = place;
  }
}
