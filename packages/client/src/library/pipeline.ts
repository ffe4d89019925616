import type { Reply } from "@hitung/protocol";
import type { Call, Kept } from "./call.js";
import { FrameConnection, type Loss } from "./connection.js";
import { type ConnectionError, ErrorFactory, type ServerError } from "./errors.js";
import { Fifo } from "./fifo.js";
import type { PieceQueue } from "./pieces.js";
import { Retries, type Tries, unrepeatable } from "./retrying.js";
import type { Opened, Servers } from "./servers.js";
import { Waiters } from "./waiters.js";

/** From so many calls without an answer on, more have to wait: more would only wait at the server, and cost memory here. */
const MAX_CALLS = 2048;

/** In bytes, or UTF-16 code units: the messages that are kept until they are answered, before more have to wait. */
const MAX_KEPT_SIZE = 4 * 1024 * 1024;

/** How a client deals with a server that does not answer. */
export interface PipelineOptions {
  readonly connectTimeout?: number | undefined;
  readonly replyTimeout: number;
  readonly tries: Tries;
  readonly onRetry?: ((error: ConnectionError | ServerError) => void) | undefined;
}

/**
 * Sends messages in the order of the calls, as fast as the server takes them, and gives each call its reply. A lost
 * connection is replaced as soon as there is something to send, and what was not answered is sent again.
 */
export class Pipeline {
  readonly errors: ErrorFactory;
  readonly #servers: Servers;
  readonly #replyTimeout: number;
  readonly #onRetry: PipelineOptions["onRetry"];
  readonly #retries: Retries;
  /** Calls of which nothing was sent on the current connection. */
  readonly #waiting = new Fifo<Call>();
  /** The call whose message is being sent: nothing may come between its frames. */
  #sending: Call | undefined;
  /** Calls whose message was sent, and whose reply is due. */
  readonly #inFlight = new Fifo<Call>();
  readonly #kept: Kept = { size: 0 };
  /** Those who wait until more may be given. */
  readonly #waiters = new Waiters();
  #connection: FrameConnection | undefined;
  #isPumpDue = false;
  #closed: Promise<void> | undefined;

  /** @param opened a connection to one of the servers */
  constructor(opened: Opened, servers: Servers, options: PipelineOptions) {
    const { connectTimeout, replyTimeout, tries, onRetry } = options;
    this.errors = new ErrorFactory(servers.first);
    this.#servers = servers;
    this.#replyTimeout = replyTimeout;
    this.#onRetry = onRetry;
    this.#retries = new Retries(tries, (signal) => servers.open({ connectTimeout, signal }), {
      onOpen: (opened) => this.#adopt(opened),
      onFailure: (error) => this.#onFailure(error),
    });
    this.#adopt(opened);
  }

  /** Whether there is a connection at the moment. */
  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /** Takes a call. Calls made in the same turn of the event loop go out together. */
  send(call: Call): void {
    if (this.#closed !== undefined) {
      call.fail(this.#canceled());
      return;
    }
    call.failuresBefore = this.#retries.failures;
    call.addTo(this.#kept);
    this.#waiting.push(call);
    this.wake();
    // A stream that fails while other messages are sent must find somebody who listens.
    call.pull();
  }

  /** Sends what there is to send, at the end of this turn. */
  wake(): void {
    if (this.#connection === undefined) {
      if (this.#waiting.length > 0) this.#retries.open();
    } else if (!this.#isPumpDue) {
      this.#isPumpDue = true;
      process.nextTick(() => this.#pump());
    }
  }

  /** Fails a call. If its message was sent, the reply is awaited and dropped; if half of it was, it ends there. */
  cancel(call: Call, error: unknown): void {
    call.fail(error);
    if (call === this.#sending) this.wake();
  }

  /**
   * Settles once so much was sent, and answered, that more calls may be made.
   * @throws the error with which the calls failed, if there is no connection to be had
   */
  drained(): Promise<void> {
    return this.#whenReady(() =>
      this.#connection === undefined
        ? this.#isIdle
        : !this.#connection.isBlocked &&
          this.#inFlight.length + this.#waiting.length < MAX_CALLS &&
          this.#kept.size < MAX_KEPT_SIZE,
    );
  }

  /** Settles once a message was sent as far as it was given, or is needed no more. @throws as `drained` does */
  sent(queue: PieceQueue): Promise<void> {
    return this.#whenReady(
      () => queue.isCancelled || (queue.isEmpty && this.#connection?.isBlocked === false),
    );
  }

  async #whenReady(isReady: () => boolean): Promise<void> {
    this.#pump();
    if (this.#closed !== undefined) throw this.#canceled();
    await this.#waiters.wait(isReady);
  }

  /** Fails all calls, and settles when the connection is closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#retries.stop();
    const error = this.#canceled();
    for (const call of this.#takeUnanswered()) call.fail(error);
    for (let call = this.#nextWaiting(); call !== undefined; call = this.#nextWaiting()) call.fail(error);
    this.#waiters.release(error);
    await connection?.close();
  }

  /** Sends, and asks the message that is being sent for its next piece, until there is nothing to send. */
  #pump(): void {
    this.#isPumpDue = false;
    do this.#sendWaiting();
    while (this.#sending?.pull());
    this.#connection?.flush();
    this.#update();
  }

  /** Sends what there is, as far as the connection takes it. No code of a user's runs meanwhile. */
  #sendWaiting(): void {
    const connection = this.#connection;
    while (connection !== undefined && !connection.isBlocked) {
      this.#sending ??= this.#nextWaiting();
      const call = this.#sending;
      if (!call?.send(connection)) return;
      this.#sending = undefined;
      if (call.isStarted) this.#inFlight.push(call);
    }
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

  /** Draws the conclusions of what was sent, or answered. */
  #update(): void {
    const connection = this.#connection;
    connection?.expect(this.#inFlight.length > 0, !this.#isIdle);
    this.#waiters.check();
  }

  #adopt({ socket, address }: Opened): void {
    const errors = new ErrorFactory(address);
    const connection = new FrameConnection(socket, errors, this.#replyTimeout, {
      onReply: (reply) => this.#onReply(connection, errors, reply),
      onRepliesEnd: () => this.#update(),
      onDrain: () => this.#pump(),
      onLost: (error, loss) => {
        this.#servers.avoid(address);
        this.#onLost(error, loss);
      },
    });
    this.#connection = connection;
    this.#pump();
  }

  #onReply(connection: FrameConnection, errors: ErrorFactory, reply: Reply): void {
    const call = this.#inFlight.shift();
    if (call === undefined) {
      connection.lose(errors.noReply("EPROTO", "a reply to no message"), "final");
      return;
    }
    if (reply.kind === "counts" && reply.units !== call.units) {
      this.#inFlight.unshift(call);
      const detail = `asked for units ${call.units}, got ${reply.units}`;
      connection.lose(errors.noReply("EPROTO", detail), "final");
      return;
    }
    this.#retries.forgive();
    if (reply.kind === "counts") call.succeed(reply.counts);
    else call.fail(errors.failed(reply));
  }

  #onLost(error: ConnectionError | ServerError, loss: Loss): void {
    this.#connection = undefined;
    const isBusy = !this.#isIdle;
    const failed: Call[] = [];
    for (const call of this.#takeUnanswered().reverse()) {
      if (call.isSettled) continue;
      if (mayBeSentAgain(call, loss) && call.rewind()) this.#waiting.unshift(call);
      else failed.push(call);
    }
    for (const call of failed.reverse()) {
      call.fail(loss !== "final" && call.isStream ? unrepeatable(error) : error);
    }
    if (isBusy) this.#onFailure(error);
    this.#update();
  }

  /** A try failed. The calls that have had all their tries fail; the others wait for the next one. */
  #onFailure(error: ConnectionError | ServerError): void {
    const last = this.#retries.exhausted(error);
    this.#retries.fail();
    for (let call = this.#waiting.peek(); call !== undefined; call = this.#waiting.peek()) {
      if (!call.isSettled && !this.#retries.areUsedUp(call.failuresBefore, error)) break;
      this.#waiting.shift();
      call.fail(last);
    }
    if (this.#waiting.length > 0) {
      this.#retries.openLater();
      this.#onRetry?.(error);
    } else {
      this.#retries.forgive();
      this.#waiters.release(last);
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

  #canceled(): ConnectionError {
    return this.errors.noReply("ECANCELED", "the client was closed");
  }
}

/** Whether a call whose connection is lost may be sent on another one: after silence once only. */
function mayBeSentAgain(call: Call, loss: Loss): boolean {
  if (!call.isStarted || loss === "passing") return true;
  if (loss === "final" || call.wasInSilence) return false;
  call.wasInSilence = true;
  return true;
}
