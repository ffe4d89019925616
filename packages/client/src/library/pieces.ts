import { cutBetweenPairs, FrameKind } from "@hitung/protocol";
import type { FrameConnection } from "./connection.js";
import { Fifo } from "./fifo.js";

/** A message in pieces of any size, such as a file's stream. A string may end inside a surrogate pair. */
export type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** A message in pieces that can be read anew: each call returns all of them, such as `() => createReadStream(path)`. */
export type PiecesSource = () => Pieces;

/** A message whose pieces come one after the other. What was sent is forgotten, so it cannot be sent again. */
export class PieceQueue {
  #pieces = new Fifo<string | Uint8Array>();
  /** How much of the first piece was sent. */
  #at = 0;
  #isEnded = false;
  #hasSent = false;
  #isCancelled = false;

  /** Whether something of the message was sent. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Whether nobody needs the message any more. */
  get isCancelled(): boolean {
    return this.#isCancelled;
  }

  /** Whether no piece waits. */
  get isEmpty(): boolean {
    return this.#pieces.length === 0;
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

  /** Sends what there is while the connection takes it, and returns whether the message is complete. */
  send(connection: FrameConnection, units: number): boolean {
    for (;;) {
      const piece = this.#pieces.peek();
      if (piece === undefined || connection.isBlocked) return false;
      const isLast = this.#isEnded && this.#pieces.length === 1;
      this.#hasSent = true;
      this.#at = connection.sendPiece(units, piece, this.#at, isLast ? FrameKind.MESSAGE : FrameKind.PART);
      if (this.#at < piece.length) continue;
      this.#pieces.shift();
      this.#at = 0;
      if (isLast) return true;
    }
  }

  /** Asks for the next piece if none waits, and returns whether one came at once. */
  pull(): boolean {
    return false;
  }

  /** Begins anew, and returns whether that is possible. */
  rewind(): boolean {
    return false;
  }

  /** Forgets what was given, and sent. */
  protected clear(): void {
    this.#pieces = new Fifo();
    this.#at = 0;
    this.#isEnded = false;
    this.#hasSent = false;
  }

  /** Nobody needs the message any more. */
  cancel(): void {
    this.#isCancelled = true;
  }
}

/** Who is told what becomes of pieces that were asked for. */
export interface PullHandler {
  /** A piece came, or the end, after `pull` had returned. */
  onReady(): void;
  /** The pieces cannot be read any further. */
  onError(error: unknown): void;
}

/** A message whose pieces come from an iterable, which is asked for a piece when the one before was sent. */
export class PulledPieces extends PieceQueue {
  readonly #open: PiecesSource | undefined;
  readonly #handler: PullHandler;
  #source: Pieces;
  #iterator: Iterator<unknown> | AsyncIterator<unknown>;
  /** A high surrogate that ended a string: the next one may begin with its other half. */
  #carry = "";
  #isPulling = false;
  #isOver = false;
  /** Whether the source has to be opened again. */
  #isClosed = false;
  /** How often it was read anew. What the source of an earlier round still says does not matter. */
  #round = 0;

  /**
   * @throws {TypeError} if it is no iterable
   * @throws what the function throws
   */
  constructor(pieces: Pieces | PiecesSource, handler: PullHandler) {
    super();
    this.#open = typeof pieces === "function" ? pieces : undefined;
    this.#source = typeof pieces === "function" ? pieces() : pieces;
    this.#iterator = iteratorOf(this.#source);
    this.#handler = handler;
  }

  override rewind(): boolean {
    if (this.#open === undefined || this.isCancelled) return false;
    this.#close();
    this.clear();
    this.#carry = "";
    this.#isOver = false;
    this.#isPulling = false;
    this.#isClosed = true;
    this.#round++;
    return true;
  }

  override pull(): boolean {
    if (this.#isPulling || this.#isOver || !this.isEmpty) return false;
    if (this.#isClosed && !this.#reopen()) return false;
    this.#isPulling = true;
    if (Symbol.asyncIterator in this.#source) {
      const round = this.#round;
      this.#pullLater(round).catch((error) => {
        // One that was given up may fail for just that.
        if (round === this.#round) this.#fail(error);
      });
      return false;
    }
    try {
      while (!this.#take(this.#iterator.next() as IteratorResult<unknown>));
      this.#isPulling = false;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Reads no more, and lets a stream free what it holds. */
  override cancel(): void {
    if (this.#isOver) return;
    super.cancel();
    this.#close();
  }

  #close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#isClosed) return;
    const iterator = this.#iterator;
    // A stream's iterator would wait for a read that is under way.
    if (!discard(this.#source)) (async () => iterator.return?.())().catch(() => {});
  }

  /** Returns whether it could be opened. */
  #reopen(): boolean {
    try {
      this.#source = (this.#open as PiecesSource)();
      this.#iterator = iteratorOf(this.#source);
      this.#isClosed = false;
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  async #pullLater(round: number): Promise<void> {
    for (;;) {
      const result = await this.#iterator.next();
      if (this.#isOver || round !== this.#round) return;
      if (this.#take(result)) break;
    }
    this.#isPulling = false;
    this.#handler.onReady();
  }

  #fail(error: unknown): void {
    if (this.#isOver) return;
    this.cancel();
    this.#handler.onError(error);
  }

  /** Returns whether there is something to send now: a piece, or the end. */
  #take({ done, value }: IteratorResult<unknown>): boolean {
    if (done) {
      this.#isOver = true;
      this.end(this.#carry);
      return true;
    }
    if (typeof value !== "string" && !(value instanceof Uint8Array)) {
      throw new TypeError(`a piece of a message must be a string or a Uint8Array, not ${typeof value}`);
    }
    // An empty piece changes nothing: two halves of a surrogate pair may stand on its two sides.
    if (value.length === 0) return false;
    const carried = this.#carry;
    this.#carry = "";
    if (typeof value === "string") {
      const text = carried + value;
      const end = cutBetweenPairs(text, text.length);
      this.#carry = text.slice(end);
      return this.#add(text.slice(0, end));
    }
    const hasCarried = this.#add(carried);
    return this.#add(value) || hasCarried;
  }

  #add(piece: string | Uint8Array): boolean {
    if (piece.length > 0) this.push(piece);
    return piece.length > 0;
  }
}

/** Lets a stream free what it holds, and returns whether it is a stream. */
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
    `a message must be a string, a Uint8Array, an iterable of these, or a function that returns one, not ${pieces === null ? "null" : typeof pieces}`,
  );
}
