import { Counter } from "@hitung/protocol";

const LF = 0x0a;

/** The line and the column, both from 1, at which a text in UTF-8 that comes in pieces has arrived. */
export class Place {
  /** Lines end at LF. */
  line = 1;
  /** In code points. A character that is cut counts with its first byte. */
  column = 1;

  pass(piece: Uint8Array): void {
    const last = piece.lastIndexOf(LF);
    if (last >= 0) {
      this.column = 1;
      for (let at = piece.indexOf(LF); at >= 0; at = piece.indexOf(LF, at + 1)) this.line++;
    }
    for (let at = last + 1; at < piece.length; at++) {
      if (((piece[at] as number) & 0xc0) !== 0x80) this.column++;
    }
  }
}

/** Finds where a text that cannot be read again is no UTF-8. */
export class FaultFinder {
  readonly place = new Place();
  readonly #counter = new Counter(["bytes"]);
  #size = 0;
  #isFound = false;

  /** Takes the next piece of the text. */
  pass(piece: Uint8Array): void {
    if (this.#isFound) return;
    this.#check(() => this.#counter.write(piece), piece);
    if (!this.#isFound) this.place.pass(piece);
    this.#size += piece.length;
  }

  /** Ends the text. */
  end(): void {
    if (!this.#isFound) this.#check(() => this.#counter.end(), new Uint8Array());
  }

  #check(count: () => void, piece: Uint8Array): void {
    try {
      count();
    } catch (error) {
      this.#isFound = true;
      const at = (error as { byteOffset: number }).byteOffset - this.#size;
      this.place.pass(piece.subarray(0, Math.max(0, at)));
      // The fault began in the piece before, and has counted there.
      if (at < 0) this.place.column--;
    }
  }
}
