import { type Counts, toCounts, type Unit } from "@hitung/protocol";
import { Call } from "./call.js";
import { PieceQueue } from "./pieces.js";
import type { Pipeline } from "./pipeline.js";

/**
 * A message that is sent in pieces of any number and size. If it has more than one, it cannot be sent again: it fails
 * with its connection.
 */
export class MessageWriter<U extends Unit = Unit> {
  readonly #pipeline: Pipeline;
  readonly #units: number;
  /** The last piece, which becomes the MESSAGE if no other comes. */
  #held: Uint8Array | undefined;
  /** The pieces, once there are several. */
  #queue: PieceQueue | undefined;
  #isEnded = false;
  #failure: { readonly error: unknown } | undefined;
  #onCounts: ((counts: Counts<U>) => void) | undefined;
  #onFailed: ((error: unknown) => void) | undefined;

  /**
   * @param units the bits of the units
   * @internal
   */
  constructor(pipeline: Pipeline, units: number) {
    this.#pipeline = pipeline;
    this.#units = units;
  }

  /**
   * Takes the next piece. It must not change until `drained`, or the promise of `end`, is settled. If the message failed
   * already, the piece is dropped, and `drained` and `end` tell why.
   * @throws {TypeError} if it is no bytes
   * @throws {Error} with the code ERR_STREAM_WRITE_AFTER_END, as streams of Node do, if the message was ended
   */
  write(piece: Uint8Array): void {
    if (!(piece instanceof Uint8Array)) {
      throw new TypeError(`a piece must be a Uint8Array, not ${piece === null ? "null" : typeof piece}`);
    }
    if (this.#isEnded) throw afterEnd();
    this.#sendHeld();
    this.#held = piece;
  }

  /**
   * Sends what was written, and settles once the server has taken so much that more may be sent.
   * @throws as `end` does, if the message failed already
   */
  async drained(): Promise<void> {
    this.#sendHeld();
    await (this.#queue === undefined ? this.#pipeline.drained() : this.#pipeline.sent(this.#queue));
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  /**
   * Ends the message, and returns its number of characters in each of its units.
   * @throws as `Client.count` does
   * @throws {Error} with the code ERR_STREAM_WRITE_AFTER_END if it was ended before
   */
  end(): Promise<Counts<U>> {
    return new Promise((resolve, reject) => this.finish(resolve, reject));
  }

  /**
   * Ends the message as `end` does, without a promise, for those who end so many messages that a promise for each
   * costs more than the rest. The functions are called in the order of the messages.
   */
  finish(onCounts: (counts: Counts<U>) => void, onFailed: (error: unknown) => void): void {
    if (this.#isEnded) {
      onFailed(afterEnd());
      return;
    }
    this.#isEnded = true;
    const last = this.#held ?? "";
    this.#held = undefined;
    if (this.#queue === undefined) {
      this.#send(last, onCounts, onFailed);
    } else if (this.#failure !== undefined) {
      onFailed(this.#failure.error);
    } else {
      this.#onCounts = onCounts;
      this.#onFailed = onFailed;
      this.#queue.end(last);
      this.#pipeline.wake();
    }
  }

  #sendHeld(): void {
    if (this.#held === undefined) return;
    if (this.#queue === undefined) {
      this.#queue = new PieceQueue();
      const onFailed = (error: unknown) => {
        this.#failure = { error };
        this.#onFailed?.(error);
      };
      this.#send(this.#queue, (counts) => this.#onCounts?.(counts), onFailed);
    }
    if (this.#failure === undefined) this.#queue.push(this.#held);
    this.#held = undefined;
    this.#pipeline.wake();
  }

  #send(
    body: string | Uint8Array | PieceQueue,
    onCounts: (counts: Counts<U>) => void,
    onFailed: (error: unknown) => void,
  ): void {
    const units = this.#units;
    this.#pipeline.send(new Call(units, body, (counts) => onCounts(toCounts<U>(units, counts)), onFailed));
  }
}

function afterEnd(): Error {
  const error = new Error("the message was ended: start another one");
  return Object.assign(error, { code: "ERR_STREAM_WRITE_AFTER_END" });
}
