import type { Socket } from "node:net";
import {
  createResponder,
  type ReplyBuffer,
  type Responder,
  type ResponderOptions,
  TEXT_PAUSE_MS,
} from "@hitung/protocol";
import { readInto } from "./read-into.js";

/**
 * How long, in milliseconds, a connection that we close has to take its last replies and to close its side; then
 * it is reset. Until then what it sends is read and dropped: to close a socket that has unread bytes resets it at
 * once, and the last reply may be lost.
 */
const LINGER_MS = 5000;

const CONNECTION = Symbol("connection");
type ServedSocket = Socket & { [CONNECTION]: Connection };

/** What the connections of a server share. */
export interface ConnectionContext {
  /** One for all, as each connection sends its replies before another one's turn. */
  readonly replies: ReplyBuffer;
  /** Where the bytes of all connections are read into, one chunk after the other. */
  readonly input: Uint8Array;
  /** How to answer on this socket. */
  responderOptions(socket: Socket): ResponderOptions;
  /** The connection is closed. */
  onClose(connection: Connection): void;
}

/**
 * One client. Bytes go from the socket through the responder, and its replies back, at the speed at which the
 * client reads them: while it does not, nothing is read from it.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #context: ConnectionContext;
  #responder: Responder | undefined;
  /** What of the last chunk waits until the replies before it are gone. */
  #rest: Uint8Array | undefined;
  #silence: NodeJS.Timeout | undefined;
  #linger: NodeJS.Timeout | undefined;
  /** Whether the responder is at work, whose observer may ask to shut down before the replies are sent. */
  #isResponding = false;
  /** Whether our side is closed, so that nothing more is answered. */
  #isEnded = false;

  /** Serves the socket until it closes. The handlers are shared by all sockets: an idle connection costs less. */
  static serve(socket: Socket, context: ConnectionContext): Connection {
    const connection = new Connection(socket, context);
    (socket as ServedSocket)[CONNECTION] = connection;
    if (!readInto(socket, context.input, onBytes)) socket.on("data", onData);
    socket.on("drain", onDrain).on("end", onEnd).on("error", onError).on("close", onClose);
    return connection;
  }

  private constructor(socket: Socket, context: ConnectionContext) {
    this.#socket = socket;
    this.#context = context;
  }

  /** Answers what was read, then closes. */
  shutDown(): void {
    this.#linger ??= setTimeout(() => this.#socket.resetAndDestroy(), LINGER_MS);
    if (this.#rest === undefined && !this.#isResponding) this.#end();
  }

  onData(chunk: Uint8Array): void {
    if (this.#isEnded) return;
    this.#responder ??= createResponder(chunk[0] as number, this.#context.responderOptions(this.#socket));
    this.#read(this.#responder, chunk);
  }

  /** The first `size` bytes of the shared memory came. */
  onInput(size: number): void {
    this.onData(this.#context.input.subarray(0, size));
  }

  onDrain(): void {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined && this.#responder !== undefined) this.#read(this.#responder, rest);
    if (!this.#isBlocked) this.#socket.resume();
  }

  /** The client sends no more; it still reads. */
  onEnd(): void {
    if (this.#isEnded) return;
    this.#respond((responder) => responder.end(this.#context.replies));
    this.#end();
  }

  onClose(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#linger);
    this.#context.onClose(this);
  }

  #read(responder: Responder, chunk: Uint8Array): void {
    let at = 0;
    while (at < chunk.length && !this.#isBlocked) {
      this.#isResponding = true;
      at = responder.read(chunk, at, this.#context.replies);
      this.#isResponding = false;
      this.#send();
    }
    // The memory of the chunk is not ours to keep.
    if (at < chunk.length) this.#rest = new Uint8Array(chunk.subarray(at));
    if (this.#isBlocked) this.#socket.pause();
    if (responder.isClosed) this.shutDown();
    else if (this.#linger !== undefined && this.#rest === undefined) this.#end();
    else if (responder.endsAtPause) this.#awaitSilence();
  }

  /** Whether the client has not taken enough of its replies. A `drain` will tell when it has. */
  get #isBlocked(): boolean {
    return this.#socket.writableLength >= this.#socket.writableHighWaterMark;
  }

  #respond(act: (responder: Responder) => void): void {
    if (this.#responder === undefined) return;
    this.#isResponding = true;
    act(this.#responder);
    this.#isResponding = false;
    this.#send();
  }

  #send(): void {
    const { replies } = this.#context;
    if (replies.size === 0) return;
    this.#socket.write(replies.take());
    if (this.#socket.writableLength > 0) replies.release();
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
      this.#respond((responder) => responder.pause(this.#context.replies));
      if (this.#linger !== undefined) this.#end();
    });
  }
}

function onData(this: Socket, chunk: Buffer): void {
  (this as ServedSocket)[CONNECTION].onData(chunk);
}

function onBytes(this: Socket, size: number): void {
  (this as ServedSocket)[CONNECTION].onInput(size);
}

function onDrain(this: Socket): void {
  (this as ServedSocket)[CONNECTION].onDrain();
}

function onEnd(this: Socket): void {
  (this as ServedSocket)[CONNECTION].onEnd();
}

/** A reset or the like ends this connection only; `close` follows. Without a handler it would end the process. */
function onError(): void {}

function onClose(this: Socket): void {
  (this as ServedSocket)[CONNECTION].onClose();
}
