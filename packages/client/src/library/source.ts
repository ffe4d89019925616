import { cutBetweenPairs } from "@hitung/protocol";
import { PieceQueue } from "./piece-queue.js";

/** A message in pieces of any size, such as a file's stream. A string may end inside a surrogate pair. */
export type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** What happens to a source. */
export interface SourceHandler {
  /** There is more to send. */
  onReady(): void;
  /** It cannot be read any further. */
  onError(error: unknown): void;
}

/**
 * Reads a message's pieces as they can be sent, one at a time. The first one is asked for at once, so that a stream
 * that fails while other messages are sent finds somebody who listens.
 */
export class Source {
  readonly queue = new PieceQueue(() => this.#pull());
  readonly #pieces: Pieces;
  readonly #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  readonly #isAsync: boolean;
  readonly #handler: SourceHandler;
  /** A high surrogate that ended a string: the next one may begin with its other half. */
  #carry = "";
  #isPulling = false;
  #isOver = false;

  /** @throws {TypeError} where it is nothing of the kind */
  constructor(pieces: Pieces, handler: SourceHandler) {
    this.#pieces = pieces;
    this.#handler = handler;
    this.#iterator = iteratorOf(pieces);
    this.#isAsync = Symbol.asyncIterator in pieces;
    this.#pull();
  }

  /** Reads no more, and lets a stream free what it holds. */
  cancel(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    // A stream's iterator would wait for a read that is under way.
    if (!discard(this.#pieces)) (async () => this.#iterator.return?.())().catch(() => {});
  }

  #pull(): void {
    if (this.#isPulling || this.#isOver) return;
    this.#isPulling = true;
    // Whoever sends, and asked for more, is not told of an error in the middle of it.
    const onError = (error: unknown) => this.#fail(error);
    try {
      if (this.#isAsync) {
        Promise.resolve(this.#iterator.next())
          .then((result) => {
            this.#isPulling = false;
            if (this.#isOver) return;
            this.#take(result);
            this.#handler.onReady();
          })
          .catch(onError);
        return;
      }
      let hasPiece = false;
      while (!hasPiece) hasPiece = this.#take(this.#iterator.next() as IteratorResult<unknown>);
      this.#isPulling = false;
    } catch (error) {
      queueMicrotask(() => onError(error));
    }
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.cancel();
    this.#handler.onError(error);
  }

  /** Gives whether there is something to send now: a piece, or the end. */
  #take({ done, value }: IteratorResult<unknown>): boolean {
    if (done) {
      this.#isOver = true;
      this.queue.end(this.#carry);
      return true;
    }
    const carried = this.#carry;
    this.#carry = "";
    if (typeof value === "string") {
      const text = carried + value;
      const end = cutBetweenPairs(text, text.length);
      this.#carry = text.slice(end);
      return this.#push(text.slice(0, end));
    }
    if (!(value instanceof Uint8Array)) {
      throw new TypeError(`a piece of a message must be a string or a Uint8Array, not ${typeof value}`);
    }
    const hasCarried = this.#push(carried);
    return this.#push(value) || hasCarried;
  }

  #push(piece: string | Uint8Array): boolean {
    if (piece.length === 0) return false;
    this.queue.push(piece);
    return true;
  }
}

/** Lets a stream free what it holds, and gives whether it is one. */
export function discard(pieces: Pieces): boolean {
  const stream = pieces as { destroy?: unknown } | null;
  if (typeof stream?.destroy !== "function") return false;
  stream.destroy();
  return true;
}

function iteratorOf(pieces: Pieces): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof pieces === "object" && pieces !== null) {
    if (Symbol.asyncIterator in pieces) return pieces[Symbol.asyncIterator]();
    if (Symbol.iterator in pieces) return pieces[Symbol.iterator]();
  }
  throw new TypeError(
    `a message must be a string, a Uint8Array, or an iterable of these, not ${pieces === null ? "null" : typeof pieces}`,
  );
}
