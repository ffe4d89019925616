import type { Socket } from "node:net";
import { ErrorCode, type ReplyBuffer, type Responder, TEXT_PAUSE_MS } from "@hitung/protocol";
import { Progress } from "./idleness.js";
import { attach, type SocketHandler } from "./sockets/attach.js";
import { reset } from "./sockets/reset.js";

/**
 * How long, in milliseconds, a connection that we close has to take its last replies and to close its side; then
 * it is reset. Until then what it sends is read and dropped: to close a socket that has unread bytes resets it at
 * once, and the last reply may be lost.
 */
export const LINGER_MS = 5000;

/** What the connections of a server share. */
export interface ConnectionContext {
  /** One for all, as each connection sends its replies before another one's turn. */
  readonly replies: ReplyBuffer;
  /** Where the bytes of all connections are read into, one chunk after the other. */
  readonly input: Uint8Array;
  /** See `ServerOptions`. */
  readonly onReplies: ((seconds: number, replies: number) => void) | undefined;
  /** Who answers on this socket, whose first byte this is. */
  createResponder(firstByte: number, socket: Socket): Responder;
  /** The connection is closed. */
  onClose(connection: Connection): void;
}

/**
 * One client. Bytes go from the socket through the responder, and its replies back, at the speed at which the
 * client reads them: while it does not, nothing is read from it.
 */
export class Connection implements SocketHandler {
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  #responder: Responder | undefined;
  /** What of the last chunk waits until the replies before it are gone. */
  #rest: Uint8Array | undefined;
  /** Whether the client has sent all, of which some waits. */
  #endWaits = false;
  #silence: NodeJS.Timeout | undefined;
  #lingering: NodeJS.Timeout | undefined;
  /** Whether the responder is at work, whose observer may ask to shut down before the replies are sent. */
  #isResponding = false;
  /** Whether our side is closed, so that nothing more is answered. */
  #isEnded = false;
  #isShuttingDown = false;
  /** When bytes came last, and how many messages had been answered when replies left last. */
  #readAt = 0;
  #messagesSent = 0;
  /** When the connection was accepted, on the clock of `performance.now`. */
  readonly since = performance.now();
  readonly #progress = new Progress(this.since);
  /** What the system called the error that ended the connection, such as ECONNRESET. */
  systemError: string | undefined;
  /** Why the server closed the connection. */
  errorCode: ErrorCode | undefined;

  /** Serves the socket until it closes. */
  constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
    attach(socket, this, context.input);
  }

  /** Settles once the connection is closed. */
  get closed(): Promise<void> {
    return new Promise((resolve) => this.#socket.once("close", resolve));
  }

  get socket(): Socket {
    return this.#socket;
  }

  get mode(): Responder["mode"] | undefined {
    return this.#responder?.mode;
  }

  get messages(): number {
    return this.#responder?.messages ?? 0;
  }

  /** Answers what was read, then tells a client of frames that the server shuts down, and closes our side. */
  shutDown(): void {
    this.#isShuttingDown = true;
    this.#finish();
  }

  /** Closes at once. What the client has not taken is lost. */
  reset(): void {
    reset(this.#socket);
  }

  /** Closes the connection if it made no progress for `timeout` milliseconds. */
  closeIfIdle(now: number, timeout: number): void {
    const idleTime = this.#progress.idleTime(now, this.messages, this.#socket.bytesRead);
    if (idleTime < timeout || this.#isClosing) return;
    this.errorCode = ErrorCode.IDLE;
    // Whoever has not taken the replies before takes no other, and nobody waits for one who never sent a byte.
    if (this.#isBlocked || this.#responder === undefined) this.reset();
    // What the kernel has, it may still deliver.
    else if (this.#isEnded) this.#socket.destroy();
    else {
      this.#respond((responder) => responder.terminate(ErrorCode.IDLE));
      this.#linger();
      this.#end();
    }
  }

  onData(chunk: Uint8Array): void {
    if (this.#isEnded) return;
    this.#responder ??= this.#context.createResponder(chunk[0] as number, this.#socket);
    if (this.#context.onReplies !== undefined) this.#readAt = performance.now();
    this.#read(this.#responder, chunk);
  }

  onInput(size: number): void {
    this.onData(this.#context.input.subarray(0, size));
  }

  onDrain(): void {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined && this.#responder !== undefined) this.#read(this.#responder, rest);
    if (this.#isBlocked) return;
    if (this.#endWaits) this.onEnd();
    else this.#socket.resume();
  }

  /** The client sends no more; it still reads. */
  onEnd(): void {
    if (this.#isEnded) return;
    // TLS tells the end also after `pause`.
    this.#endWaits = this.#rest !== undefined;
    if (this.#endWaits) return;
    this.#respond((responder) => responder.end());
    this.#end();
  }

  /** A reset or the like ends this connection only. */
  onError(error: NodeJS.ErrnoException): void {
    this.systemError = error.code ?? error.message;
  }

  onClose(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#lingering);
    this.#context.onClose(this);
  }

  #read(responder: Responder, chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#isBlocked) {
      this.#isResponding = true;
      at = responder.read(chunk, at);
      this.#isResponding = false;
      this.#send();
    }
    // The memory of the chunk is not ours to keep.
    if (at < chunk.length) this.#rest = new Uint8Array(chunk.subarray(at));
    if (this.#isBlocked) this.#socket.pause();
    if (responder.isClosed) {
      this.errorCode ??= ErrorCode.BAD_FRAME;
      this.#linger();
    } else if (responder.endsAtPause) this.#awaitSilence();
    if (this.#isClosing) this.#finish();
  }

  /** Whether the client has not taken all of its replies. A `drain` will tell when it has. */
  get #isBlocked(): boolean {
    return this.#socket.writableNeedDrain;
  }

  #respond(act: (responder: Responder) => void): void {
    if (this.#responder === undefined) return;
    this.#isResponding = true;
    act(this.#responder);
    this.#isResponding = false;
    this.#send();
  }

  #send(): void {
    const { replies, onReplies } = this.#context;
    if (replies.size === 0) return;
    this.#socket.write(replies.take());
    if (this.#socket.writableLength > 0) replies.release();
    if (onReplies === undefined) return;
    onReplies((performance.now() - this.#readAt) / 1000, this.messages - this.#messagesSent);
    this.#messagesSent = this.messages;
  }

  /** Whether our side is to be closed once what was read is answered. */
  get #isClosing(): boolean {
    return this.#isShuttingDown || this.#lingering !== undefined;
  }

  #linger(): void {
    this.#lingering ??= setTimeout(() => this.reset(), LINGER_MS);
  }

  /** Closes our side, unless what was read is not answered yet; then it is called again. */
  #finish(): void {
    if (this.#isEnded || this.#isResponding || this.#rest !== undefined) return;
    if (this.#responder?.endsAtPause && !this.#responder.isClosed) return;
    if (this.#isShuttingDown && this.#lingering === undefined) {
      this.errorCode = ErrorCode.SHUTTING_DOWN;
      this.#respond((responder) => responder.terminate(ErrorCode.SHUTTING_DOWN));
    }
    this.#end();
  }

  #end(): void {
    this.#isEnded = true;
    this.#socket.end();
    // After `end` there is no `drain`; what still comes is read and dropped.
    this.#socket.resume();
  }

  #awaitSilence(): void {
    if (this.#silence === undefined) this.#silence = setTimeout(() => this.#onSilence(), TEXT_PAUSE_MS);
    else this.#silence.refresh();
  }

  #onSilence(): void {
    // Timers come before sockets in a turn of the event loop. Where the loop was busy, the bytes that came in the
    // meantime have not been read yet; after this turn they have. While the client is not read from, its silence
    // means nothing.
    const { bytesRead } = this.#socket;
    setImmediate(() => {
      if (this.#isEnded || this.#socket.destroyed) return;
      if (this.#isBlocked || this.#socket.bytesRead !== bytesRead) {
        this.#awaitSilence();
        return;
      }
      this.#respond((responder) => responder.pause());
      if (this.#isClosing) this.#finish();
    });
  }
}
