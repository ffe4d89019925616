import type { Socket } from "node:net";
import type { Reply } from "@hitung/protocol";
import type { Call } from "./call.js";
import { FrameConnection } from "./connection.js";
import { ConnectionError, type ServerError } from "./errors.js";
import { exhausted, toError, unrepeatable } from "./failures.js";
import { Fifo } from "./fifo.js";
import { Opener } from "./opener.js";
import { pauseAfter } from "./retrying.js";
import { Silence } from "./silence.js";
import { type Address, whereIs } from "./socket.js";

/** How a client deals with a server that does not answer. */
export interface PipelineOptions extends Address {
  readonly connectTimeout?: number | undefined;
  readonly replyTimeout: number;
  readonly tries: number;
}

interface Blocked {
  resolve(): void;
  reject(error: Error): void;
}

/**
 * Sends messages in the order of the calls, as fast as the server takes them, and gives each call its reply. A lost
 * connection is replaced as soon as there is something to send, and what was not answered is sent again.
 */
export class Pipeline {
  readonly #options: PipelineOptions;
  /** Calls of which nothing was sent on the current connection. */
  readonly #waiting = new Fifo<Call>();
  /** The call whose message is being sent: nothing may come between its frames. */
  #sending: Call | undefined;
  /** Calls whose message was sent, and whose reply is due. */
  readonly #inFlight = new Fifo<Call>();
  /** Those who wait until more may be sent. */
  readonly #blocked: Blocked[] = [];
  #connection: FrameConnection | undefined;
  #isPumpDue = false;
  readonly #opener: Opener;
  /** Tries that failed, ever, and how many of them before the last reply. */
  #failures = 0;
  #failuresAtReply = 0;
  #silence: Silence | undefined;
  #isAlive = true;
  #closed: Promise<void> | undefined;

  constructor(socket: Socket, options: PipelineOptions) {
    this.#options = options;
    this.#opener = new Opener(options, options, {
      onOpen: (opened) => this.#adopt(opened),
      onFailure: (error) => this.#onFailure(error),
    });
    this.#adopt(socket);
  }

  /** Whether there is no connection at the moment. */
  get isClosed(): boolean {
    return this.#connection === undefined;
  }

  /** Takes a call. Calls made in the same turn of the event loop go out together. */
  send(call: Call): void {
    if (this.#closed !== undefined) {
      call.fail(this.#canceled());
      return;
    }
    call.failuresBefore = this.#failures;
    this.#waiting.push(call);
    this.wake();
  }

  /** Sends what there is to send, at the end of this turn. */
  wake(): void {
    if (this.#connection === undefined) {
      if (this.#waiting.length > 0) this.#opener.open(0);
    } else if (!this.#isPumpDue) {
      this.#isPumpDue = true;
      process.nextTick(() => this.#pump());
    }
  }

  /** Fails a call. Where its message was sent, the reply is awaited and dropped; where half of it was, it ends there. */
  cancel(call: Call, error: unknown): void {
    call.fail(error);
    if (call === this.#sending) this.wake();
  }

  /**
   * Settles once so much was sent that more may be given.
   * @throws the error with which the calls failed, where there is no connection to be had
   */
  async drained(): Promise<void> {
    this.#pump();
    if (this.#closed !== undefined) throw this.#canceled();
    if (!this.#isDrained)
      await new Promise<void>((resolve, reject) => this.#blocked.push({ resolve, reject }));
  }

  /** Fails all calls, and settles when the connection is closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#opener.stop();
    this.#silence?.stop();
    const error = this.#canceled();
    for (const call of this.#takeUnanswered()) call.fail(error);
    for (let call = this.#nextWaiting(); call !== undefined; call = this.#nextWaiting()) call.fail(error);
    this.#release(error);
    await connection?.close();
  }

  #pump(): void {
    this.#isPumpDue = false;
    const connection = this.#connection;
    if (connection === undefined) return;
    while (!connection.isBlocked) {
      this.#sending ??= this.#nextWaiting();
      const call = this.#sending;
      if (call === undefined) break;
      const isComplete = call.send(connection);
      // A message's source is code of the user's, which may have closed the client.
      if (this.#connection !== connection) return;
      if (isComplete) {
        this.#sending = undefined;
        if (call.isStarted) this.#inFlight.push(call);
      } else if (!call.isSettled) {
        break;
      }
    }
    connection.flush();
    this.#update();
  }

  #nextWaiting(): Call | undefined {
    for (;;) {
      const call = this.#waiting.shift();
      if (call === undefined || !call.isSettled) return call;
    }
  }

  get #isIdle(): boolean {
    return this.#sending === undefined && this.#inFlight.length === 0 && this.#waiting.length === 0;
  }

  get #isDrained(): boolean {
    return this.#connection === undefined ? this.#isIdle : !this.#connection.isBlocked;
  }

  /** Draws the conclusions of what was sent, or answered. */
  #update(): void {
    const connection = this.#connection;
    if (connection === undefined) return;
    // As a pooled connection of Node's HTTP client, it keeps the process alive only while somebody waits for it.
    if (this.#isAlive === this.#isIdle) {
      this.#isAlive = !this.#isAlive;
      connection.keepAlive(this.#isAlive);
    }
    if (this.#silence !== undefined) {
      this.#silence.isBusy = this.#inFlight.length > 0 || connection.isBlocked;
    }
    if (this.#blocked.length > 0 && this.#isDrained) this.#release();
  }

  #adopt(socket: Socket): void {
    const { replyTimeout } = this.#options;
    this.#isAlive = true;
    const connection = new FrameConnection(socket, this.#options, {
      onReply: (reply) => this.#onReply(reply),
      onRepliesEnd: () => {
        this.#silence?.restart();
        this.#update();
      },
      onDrain: () => {
        // That it takes more is no answer to what it has.
        if (this.#inFlight.length === 0) this.#silence?.restart();
        this.#pump();
      },
      onLost: (error, isPassing) => this.#onLost(error, isPassing),
    });
    this.#connection = connection;
    this.#silence = new Silence(
      replyTimeout,
      () => connection.bytesRead,
      () => connection.lose("ETIMEDOUT", undefined, `no reply within ${replyTimeout} ms`, false),
    );
    this.#pump();
  }

  #onReply(reply: Reply): void {
    const call = this.#inFlight.shift();
    if (call === undefined) {
      this.#connection?.lose("EPROTO", undefined, "a reply to no message", false);
      return;
    }
    if (reply.kind === "counts" && reply.units !== call.units) {
      this.#inFlight.unshift(call);
      const detail = `asked for units ${call.units}, got ${reply.units}`;
      this.#connection?.lose("EPROTO", undefined, detail, false);
      return;
    }
    this.#failuresAtReply = this.#failures;
    if (reply.kind === "counts") call.succeed(reply.counts);
    else call.fail(toError(reply, this.#options));
  }

  #onLost(error: ConnectionError | ServerError, isPassing: boolean): void {
    this.#connection = undefined;
    this.#silence?.stop();
    const again: Call[] = [];
    const isBusy = !this.#isIdle;
    for (const call of this.#takeUnanswered()) {
      if (call.isSettled) continue;
      if (!isPassing && call.isStarted) call.fail(error);
      else if (call.rewind()) again.push(call);
      else call.fail(unrepeatable(error));
    }
    for (const call of again.reverse()) this.#waiting.unshift(call);
    if (isBusy) this.#onFailure(error);
    else this.#release();
  }

  /** A try failed. Those that had as many as they may have, fail; the rest waits for the next one. */
  #onFailure(error: ConnectionError | ServerError): void {
    const { tries } = this.#options;
    const last = exhausted(error, tries);
    this.#failures++;
    for (let call = this.#waiting.peek(); call !== undefined; call = this.#waiting.peek()) {
      const failures = this.#failures - Math.max(call.failuresBefore, this.#failuresAtReply);
      if (!call.isSettled && failures < tries) break;
      this.#waiting.shift();
      call.fail(last);
    }
    if (this.#waiting.length > 0) {
      this.#opener.open(pauseAfter(this.#failures - this.#failuresAtReply));
    } else {
      this.#failuresAtReply = this.#failures;
      this.#release(last);
    }
  }

  /** The calls whose message was sent, also in part. */
  #takeUnanswered(): Call[] {
    const calls: Call[] = [];
    for (let call = this.#inFlight.shift(); call !== undefined; call = this.#inFlight.shift())
      calls.push(call);
    if (this.#sending !== undefined) calls.push(this.#sending);
    this.#sending = undefined;
    return calls;
  }

  /** Lets those go on who wait until more may be sent. */
  #release(error?: Error): void {
    for (const { resolve, reject } of this.#blocked.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }

  #canceled(): ConnectionError {
    const { host, port } = whereIs(this.#options);
    return new ConnectionError(host, port, "ECANCELED", undefined, "the client was closed");
  }
}
