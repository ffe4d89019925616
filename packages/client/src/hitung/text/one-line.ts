import { LineEndError } from "./errors.js";

const [LF, CR] = [0x0a, 0x0d];

/** A message of text mode, in pieces: one line, whose own end is left out, as it ends the message and is no part of it. */
export class OneLine {
  readonly #onPiece: (piece: Uint8Array) => void;
  /** Bytes at the end that may be the line's end. */
  #held = "";

  constructor(onPiece: (piece: Uint8Array) => void) {
    this.#onPiece = onPiece;
  }

  /** @throws {LineEndError} if there is more behind the end of the line */
  write(piece: Uint8Array): void {
    if (piece.length === 0) return;
    if (this.#held.endsWith("\n")) throw new LineEndError();
    const at = piece.indexOf(LF);
    if (at !== -1 && at < piece.length - 1) throw new LineEndError();
    const content = at === -1 ? piece : piece.subarray(0, at);
    if (this.#held !== "" && content.length > 0) this.#release();
    const endsWithCr = content.at(-1) === CR;
    if (content.length > 0) this.#onPiece(endsWithCr ? content.subarray(0, -1) : content);
    if (endsWithCr) this.#held = "\r";
    if (at !== -1) this.#held += "\n";
  }

  /** The message is whole: a CR at its end that is no part of a line end is a character. */
  end(): void {
    if (this.#held === "\r") this.#release();
  }

  #release(): void {
    this.#onPiece(Buffer.from(this.#held));
    this.#held = "";
  }
}
