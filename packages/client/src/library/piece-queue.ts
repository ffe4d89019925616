import { FrameKind } from "@hitung/protocol";
import type { FrameConnection } from "./connection.js";
import { Fifo } from "./fifo.js";

/** A message whose pieces come one after the other. What was sent is forgotten, so it cannot be sent again. */
export class PieceQueue {
  readonly #pieces = new Fifo<string | Uint8Array>();
  readonly #onEmpty: () => void;
  /** How much of the first piece was sent. */
  #at = 0;
  #isEnded = false;
  #hasSent = false;

  /** @param onEmpty called where another piece could be sent, and there is none; it may bring one */
  constructor(onEmpty: () => void = () => {}) {
    this.#onEmpty = onEmpty;
  }

  /** Whether something of the message was sent. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Adds a piece, which must not change until it was sent. A string must not end inside a surrogate pair. */
  push(piece: string | Uint8Array): void {
    this.#pieces.push(piece);
  }

  /** Adds the last piece. */
  end(piece: string | Uint8Array): void {
    this.#pieces.push(piece);
    this.#isEnded = true;
  }

  /** Sends what there is while the connection takes it, and gives whether the message is complete. */
  send(connection: FrameConnection, units: number): boolean {
    while (!connection.isBlocked) {
      if (this.#pieces.length === 0) this.#onEmpty();
      const piece = this.#pieces.peek();
      if (piece === undefined) return false;
      const isLast = this.#isEnded && this.#pieces.length === 1;
      this.#hasSent = true;
      this.#at = connection.sendPiece(units, piece, this.#at, isLast ? FrameKind.MESSAGE : FrameKind.PART);
      if (this.#at < piece.length) continue;
      this.#pieces.shift();
      this.#at = 0;
      if (isLast) return true;
    }
    return false;
  }
}
