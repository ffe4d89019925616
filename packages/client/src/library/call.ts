import { FrameKind } from "@hitung/protocol";
import type { FrameConnection } from "./connection.js";
import { PieceQueue } from "./pieces.js";

/** What the calls of a client keep until they are settled, in case it must be sent again. */
export interface Kept {
  /** In bytes, or UTF-16 code units of strings. */
  size: number;
}

/** Takes the number in each of the units, lowest bit first. Calls are answered in their order. */
export type OnCounts = (counts: readonly number[]) => void;

/**
 * A message on its way to its answer, and the functions that the answer or an error is given to. The message is kept in
 * case it must be sent again, and not copied: bytes must not change until the call is settled.
 */
export class Call {
  readonly units: number;
  /** Whether it was sent, and a connection given up as the server was silent. */
  wasInSilence = false;
  /** How many tries had failed before this call was made. */
  failuresBefore = 0;
  /** Called once, when the call is settled. */
  onSettled: (() => void) | undefined;
  readonly #size: number;
  #kept: Kept | undefined;
  readonly #onCounts: OnCounts;
  readonly #onFailed: (error: unknown) => void;
  #body: string | Uint8Array | PieceQueue;
  /** How much of a body that is no queue was sent. */
  #at = 0;
  #isStarted = false;
  #isSettled = false;

  /**
   * @param units the bits of the units
   * @param onCounts called with the answer
   * @param onFailed called if there is no answer
   */
  constructor(
    units: number,
    body: string | Uint8Array | PieceQueue,
    onCounts: OnCounts,
    onFailed: (error: unknown) => void,
  ) {
    this.units = units;
    this.#body = body;
    this.#size = body instanceof PieceQueue ? 0 : body.length;
    this.#onCounts = onCounts;
    this.#onFailed = onFailed;
  }

  /** Adds its message to `kept`, until it is settled. */
  addTo(kept: Kept): void {
    this.#kept = kept;
    kept.size += this.#size;
  }

  /** Whether a part of the message was sent on the current connection. */
  get isStarted(): boolean {
    return this.#isStarted;
  }

  /** Whether nobody waits for the answer any more. */
  get isSettled(): boolean {
    return this.#isSettled;
  }

  /**
   * Sends what there is while the connection takes it, and returns whether the message is complete. If nobody waits
   * for the answer any more, the message ends where it stands.
   */
  send(connection: FrameConnection): boolean {
    const body = this.#body;
    if (this.#isSettled) {
      if (this.#isStarted) connection.sendPiece(this.units, "", 0, FrameKind.MESSAGE);
      return true;
    }
    if (body instanceof PieceQueue) {
      const isComplete = body.send(connection, this.units);
      this.#isStarted = body.hasSent;
      return isComplete;
    }
    this.#isStarted = true;
    do this.#at = connection.sendPiece(this.units, body, this.#at, FrameKind.MESSAGE);
    while (this.#at < body.length && !connection.isBlocked);
    return this.#at === body.length;
  }

  /** Asks for the message's next piece if none waits, and returns whether one came at once. This runs a user's code. */
  pull(): boolean {
    return this.#body instanceof PieceQueue && this.#body.pull();
  }

  /** Whether the message comes in pieces. */
  get isStream(): boolean {
    return this.#body instanceof PieceQueue;
  }

  /** Makes it ready for another connection, and returns whether that is possible. */
  rewind(): boolean {
    if (this.#isStarted && this.#body instanceof PieceQueue && !this.#body.rewind()) return false;
    this.#isStarted = false;
    this.#at = 0;
    return true;
  }

  succeed(counts: readonly number[]): void {
    if (this.#settle()) this.#onCounts(counts);
  }

  fail(error: unknown): void {
    if (this.#settle()) this.#onFailed(error);
  }

  #settle(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    if (this.#body instanceof PieceQueue) this.#body.cancel();
    this.#body = "";
    if (this.#kept !== undefined) this.#kept.size -= this.#size;
    this.onSettled?.();
    return true;
  }
}
