import { ErrorCode, type ReplyBuffer, type Responder } from "@hitung/protocol";
import type { ChunkPool } from "./chunk-pool.js";
import type { PeerEvent } from "./events.js";
import { Idleness } from "./idleness.js";
import { FIRST_BYTE_MS, TEXT_BYTE } from "./sockets/refusal.js";
import { startLingering, type Transport, type TransportHandler } from "./sockets/transport.js";
import { TextPause } from "./text-pause.js";
import type { Turns, Worker } from "./turns.js";

/** In bytes: to look at the clock costs nothing beside the work that a chunk of this size may be. */
const LARGE_CHUNK = 4096;

/** What took longer than this, in milliseconds, is work for one turn: the next chunk comes in another. */
const TURN_MS = 0.25;

/** What the connections of a server share. */
export interface ConnectionContext {
  /** One for all, as each connection sends its replies before another one's turn. */
  readonly replies: ReplyBuffer;
  /** Memory for what waits. */
  readonly chunks: ChunkPool;
  /** Where connections wait that have more to read than fits into one turn. */
  readonly turns: Turns;
  /** See `ServerOptions`. */
  readonly onReplies: ((seconds: number, replies: number) => void) | undefined;
  /** In milliseconds; see `ServerOptions`. */
  readonly maxConnectionAge: number;
  /** Returns the responder for a connection whose first byte this is. */
  createResponder(firstByte: number, connection: Connection): Responder;
  /** The connection is closed. */
  onClose(connection: Connection): void;
}

/** By which share of it the age varies at which a connection is closed, so that not all come back at once. */
const AGE_JITTER = 0.1;

/**
 * How far a connection has come:
 *
 *     open ⇄ answering      bytes came, or a pause; their replies were sent
 *      │  ╰──┬──╯
 *      │     ▼              the server shuts down, the connection is old, or the client broke the protocol
 *      │  closing
 *      │     │              all that was read is answered, and the message that had begun
 *      ▼     ▼
 *       ended               straight from "open" if the client has sent all, or was idle
 */
type State =
  /** Waits for bytes. */
  | "open"
  /** The responder is at work. Its observer may ask to shut down, which then has to wait until it is done. */
  | "answering"
  /** Answers what was read, also bytes that wait because the client does not take its replies, and what has begun. */
  | "closing"
  /** Our side is closed. What still comes is dropped. */
  | "ended";

/**
 * One client. Bytes go from the socket through the responder, and its replies back, at the speed at which the
 * client reads them: while it does not, nothing is read from it. Nor is it while it waits for its turn: no client may
 * keep the server busy for long, so that what it sends at once is answered in parts, with other clients in between.
 */
export class Connection implements TransportHandler, Worker {
  readonly transport: Transport;
  /** Where the client is, if a proxy has told it. */
  readonly #origin: PeerEvent | undefined;
  readonly #context: ConnectionContext;
  #state: State = "open";
  #responder: Responder | undefined;
  /** The bytes of the last chunk that wait for the next turn, or until the client has taken the replies before. */
  #rest: Uint8Array | undefined;
  /** Made for a client that has sent text without a line end. */
  #textPause: TextPause | undefined;
  /** Runs from the server's decision to close the connection on. A shutdown of the server has a time limit of its own. */
  #lingering: NodeJS.Timeout | undefined;
  /** Ends the wait for the first byte of a client that came while the server ends. */
  #firstByte: NodeJS.Timeout | undefined;
  /** When bytes came last, and how many messages had been answered when replies were sent last; for `onReplies`. */
  #readAt = 0;
  #messagesSent = 0;
  /** When the connection was accepted, on the clock of `performance.now`. */
  readonly since = performance.now();
  readonly #idleness = new Idleness(this.since);
  /** On the same clock. */
  readonly #oldAt: number;
  #isRetired = false;
  #onClosed: (() => void) | undefined;
  /** Why the server closed the connection. */
  errorCode: ErrorCode | undefined;

  /** Serves the client until the connection is closed, once the transport is resumed. */
  constructor(transport: Transport, context: ConnectionContext, origin?: PeerEvent) {
    this.transport = transport;
    this.#context = context;
    this.#origin = origin;
    const { maxConnectionAge: age } = context;
    this.#oldAt = age > 0 ? this.since + age * (1 - AGE_JITTER + 2 * AGE_JITTER * Math.random()) : Infinity;
    transport.handler = this;
  }

  /** Begins to read. `rest` is what came already. */
  start(rest: Uint8Array | undefined): void {
    if (rest !== undefined && rest.length > 0) this.onData(rest);
    this.#readOn();
  }

  /** Settles once the connection is closed. */
  whenClosed(): Promise<void> {
    const onClosed = this.#onClosed;
    return new Promise((resolve) => {
      this.#onClosed = () => {
        onClosed?.();
        resolve();
      };
    });
  }

  /** Who the client is. */
  get peer(): PeerEvent {
    const { remoteAddress, remotePort } = this.#origin ?? this.transport;
    return { remoteAddress, remotePort };
  }

  get mode(): Responder["mode"] | undefined {
    return this.#responder?.mode;
  }

  /** How many messages were answered. */
  get messages(): number {
    return this.#responder?.messages ?? 0;
  }

  /** Whether it speaks frames, and has reached its age. */
  isOld(now: number): boolean {
    return now >= this.#oldAt && this.#state === "open" && this.mode === "frames";
  }

  /** Ends as `shutDown` does, while the server goes on. */
  retire(): void {
    this.#isRetired = true;
    this.shutDown();
  }

  /**
   * Answers what was read, and the message that has begun, whose rest is waited for; then tells a client of frames that the
   * server shuts down, and closes our side.
   */
  shutDown(): void {
    const state = this.#state;
    if (state === "closing" || state === "ended") return;
    this.#state = "closing";
    if (state === "open") this.#finish();
  }

  /** Closes at once. What the client has not taken is lost. */
  reset(): void {
    this.transport.reset();
  }

  /** Closes the connection if it made no progress for `timeout` milliseconds. */
  closeIfIdle(now: number, timeout: number): void {
    const idleTime = this.#idleness.measure(now, this.messages, this.transport.bytesRead);
    if (idleTime < timeout || this.#lingering !== undefined) return;
    this.#blame(ErrorCode.IDLE);
    // A client that has not taken the replies before takes no other.
    if (this.transport.isBlocked || this.transport.isShakingHands) this.reset();
    // What the kernel has, it may still deliver.
    else if (this.#state === "ended") this.transport.destroy();
    else {
      // A client that never sent a byte is probably a person's, which waits for an answer to nothing.
      const responder = this.#responder ?? this.#context.createResponder(TEXT_BYTE, this);
      responder.terminate(ErrorCode.IDLE);
      this.#send();
      this.#lingering = startLingering(this.transport);
      this.#end();
    }
  }

  onData(chunk: Uint8Array): void {
    if (this.#state === "ended") return;
    this.#responder ??= this.#context.createResponder(chunk[0] as number, this);
    const isLarge = chunk.length >= LARGE_CHUNK;
    if (isLarge || this.#context.onReplies !== undefined) this.#readAt = performance.now();
    this.#read(this.#responder, chunk);
    if (isLarge && this.#responder.expectsMuch) this.transport.readMore();
    if (isLarge && performance.now() - this.#readAt >= TURN_MS) this.#yield();
  }

  onDrain(): void {
    if (this.#rest !== undefined) this.#context.turns.add(this);
    else this.#readOn();
  }

  /** Answers what waits as far as one turn goes, and then reads on. */
  takeTurn(): void {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined && this.#responder !== undefined) this.#read(this.#responder, rest, true);
    this.#readOn();
  }

  /** The client sends no more; it still reads. */
  onEnd(): void {
    if (this.#state === "ended" || this.#rest !== undefined) return;
    this.#respond((responder) => responder.end());
    this.#end();
  }

  /** The client of text has sent nothing for a while, which ends its message. */
  onPause(): void {
    this.#respond((responder) => responder.pause());
    this.#goOn();
  }

  onClose(): void {
    this.#textPause?.stop();
    clearTimeout(this.#lingering);
    clearTimeout(this.#firstByte);
    this.#context.turns.remove(this);
    this.#context.onClose(this);
    this.#onClosed?.();
  }

  /** @param isOurs whether the chunk lies in memory that is ours to keep */
  #read(responder: Responder, chunk: Uint8Array, isOurs = false): void {
    if (this.#state === "open") this.#state = "answering";
    const at = responder.read(chunk, 0);
    this.#send();
    if (at < chunk.length) this.#rest = this.#keep(chunk.subarray(at), isOurs);
    else if (isOurs) this.#context.chunks.release(chunk);
    if (this.transport.isBlocked) this.transport.pause();
    else if (this.#rest !== undefined) this.#yield();
    if (responder.isClosed) {
      if (this.#state !== "closing") {
        this.#blame(ErrorCode.BAD_FRAME);
        this.#lingering ??= startLingering(this.transport);
      }
      this.#state = "closing";
    } else if (responder.endsAtPause) {
      this.#textPause ??= new TextPause(this.transport, this);
      this.#textPause.restart();
    }
    this.#goOn();
  }

  /** Notes why the server closes the connection. Asked for now, the address is still known when it is closed. */
  #blame(code: ErrorCode): void {
    this.errorCode = code;
    void this.peer;
  }

  /** The bytes in memory that is ours. For a client that does not read it is no larger than they need. */
  #keep(rest: Uint8Array, isOurs: boolean): Uint8Array {
    const { chunks } = this.#context;
    if (!this.transport.isBlocked) return isOurs ? rest : chunks.copy(rest);
    const copy = new Uint8Array(rest);
    if (isOurs) chunks.release(rest);
    return copy;
  }

  /** Lets others have their turns before more is read. */
  #yield(): void {
    this.transport.pause();
    if (!this.transport.isBlocked) this.#context.turns.add(this);
  }

  #readOn(): void {
    if (!this.transport.isBlocked && this.#rest === undefined) this.transport.resume();
  }

  /** Has the responder act, and sends its replies. */
  #respond(act: (responder: Responder) => void): void {
    if (this.#responder === undefined) return;
    if (this.#state === "open") this.#state = "answering";
    act(this.#responder);
    this.#send();
  }

  #send(): void {
    const { replies, onReplies } = this.#context;
    if (replies.size === 0) return;
    if (!this.transport.write(replies.take())) replies.release();
    if (onReplies === undefined) return;
    onReplies((performance.now() - this.#readAt) / 1000, this.messages - this.#messagesSent);
    this.#messagesSent = this.messages;
  }

  /** The responder is done: waits for more, or closes if it was asked to meanwhile. */
  #goOn(): void {
    if (this.#state === "answering") this.#state = "open";
    else if (this.#state === "closing") this.#finish();
  }

  /** Says the last reply and closes our side, unless what was read is not answered yet; then it is called again. */
  #finish(): void {
    if (this.#rest !== undefined || this.#mayStillBegin()) return;
    if (!this.#responder?.isClosed) {
      this.errorCode = ErrorCode.SHUTTING_DOWN;
      this.#respond((responder) => responder.terminateAfterMessage(ErrorCode.SHUTTING_DOWN));
      if (this.#responder?.isClosed === false) return;
    }
    this.#end();
  }

  /** Whether the client came so lately that its first message may be on its way. What comes in time is answered. */
  #mayStillBegin(): boolean {
    const left = FIRST_BYTE_MS - (performance.now() - this.since);
    if (this.#responder !== undefined || left <= 0 || this.transport.isShakingHands) return false;
    this.#firstByte ??= setTimeout(() => this.#finishUnlessBegun(), left);
    return true;
  }

  #finishUnlessBegun(): void {
    if (this.#state === "closing" && this.#responder === undefined) this.#end();
  }

  #end(): void {
    this.#state = "ended";
    if (this.#isRetired) this.#lingering ??= startLingering(this.transport);
    this.transport.end();
  }
}
