/** Text that is not well-formed UTF-8 (Unicode Standard, section 3.9, table 3-7). */
export class InvalidUtf8Error extends Error {
  override readonly name = "InvalidUtf8Error";
  /** Where the first ill-formed sequence starts, in bytes; the message starts at 0. */
  readonly byteOffset: number;

  constructor(byteOffset: number) {
    super(`not well-formed UTF-8 at byte offset ${byteOffset}`);
    this.byteOffset = byteOffset;
  }
}

/** Bytes from the peer that break the protocol. Nothing after them can be understood. */
export class BadFrameError extends Error {
  override readonly name = "BadFrameError";
}
