import {
  bitsOf,
  type Counts,
  DEFAULT_HOST,
  DEFAULT_PORT,
  toCounts,
  UNITS,
  type Unit,
} from "@hitung/protocol";
import { Call } from "./call.js";
import { Canceller, REPLY_TIMEOUT_MS } from "./deadlines.js";
import type { ConnectionError, ServerError } from "./errors.js";
import { MessageWriter } from "./message-writer.js";
import type { Observe } from "./observer.js";
import { discard, type Pieces, type PiecesSource, PulledPieces } from "./pieces.js";
import { Pipeline } from "./pipeline.js";
import { TRIES, type Tries } from "./retrying.js";
import { Servers } from "./servers.js";
import type { Address, OpenOptions } from "./socket.js";

/** A message: a text, UTF-8, or pieces of either, cut anywhere; or a function that returns these pieces anew each time. */
export type Message = string | Uint8Array | Pieces | PiecesSource;

/** Where the server is, and how long to try. */
export interface ConnectOptions extends Partial<Address>, OpenOptions {
  /**
   * Several servers of which any one will do, instead of host and port. What one of them does not tell is as the other
   * options say. Each connection is made to one of them at random; the next is tried where one fails, or has not accepted
   * after 250 ms.
   */
  readonly servers?: readonly Partial<Address>[] | undefined;
  /**
   * How many milliseconds the server may be silent while it owes a reply, or take nothing of what is sent. Default:
   * 30,000; 0 is no limit. As replies come in order, a late one holds up all behind it: the connection is given up,
   * and every message that was sent on it is sent once more on another, if there are `tries` left. One that meets silence
   * again fails.
   */
  readonly replyTimeout?: number | undefined;
  /**
   * How often in a row a message may lose its connection, or find no server, without any reply in between, before it
   * fails. Default: 10, which takes about 3 s if connections are refused; 1 sends nothing again. A function says how
   * often where it was lost with this error.
   */
  readonly tries?: Tries | undefined;
  /** Called when a try has failed and another one follows, with what it failed with. */
  readonly onRetry?: ((error: ConnectionError | ServerError) => void) | undefined;
  /**
   * Called for each connection that is made. What it returns is told all bytes that are sent and received on it, for programs
   * that show them. What they throw is not caught.
   */
  readonly observe?: Observe | undefined;
}

/** How long a call may take. */
export interface CallOptions {
  /** Fails the call with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** How many milliseconds the call may take in all, with those before it in line. Default: 0, which is no limit. */
  readonly timeout?: number | undefined;
}

/** How a message is counted. */
export interface CountOptions extends CallOptions {
  /** Default: code points. */
  readonly unit?: Unit | undefined;
}

/**
 * Connects to a server. Default: 127.0.0.1, port 12345.
 * @throws {ConnectionError} if there is no server, no such host, no trusted certificate, or no answer in time
 * @throws {RangeError} if there can be no such port, or the host is empty
 * @throws the signal's reason
 */
export async function connect({
  host = DEFAULT_HOST,
  port = DEFAULT_PORT,
  path,
  tls,
  servers,
  connectTimeout,
  signal,
  replyTimeout = REPLY_TIMEOUT_MS,
  tries = TRIES,
  onRetry,
  observe,
}: ConnectOptions = {}): Promise<Client> {
  const addresses = (servers ?? [{}]).map((server) => checked({ host, port, path, tls, ...server }));
  const any = new Servers(addresses, observe);
  const opened = await any.open({ connectTimeout, signal });
  return new Client(new Pipeline(opened, any, { connectTimeout, replyTimeout, tries, onRetry }));
}

/** Of several servers one may never be tried. Node would take an empty host, or the host beside an empty path, for what was meant. */
function checked(address: Address): Address {
  const { host, port, path } = address;
  if (!(Number(port) >= 0 && Number(port) <= 65_535))
    throw new RangeError(`a port is a whole number from 0 to 65535, not ${port}`);
  if (path === "") throw new RangeError("the path of a Unix socket cannot be empty");
  if (host === "" && path === undefined) throw new RangeError("the host of a server cannot be empty");
  return address;
}

/**
 * Asks a server how many characters messages have. Use `connect`.
 *
 * Calls may be made before earlier ones are answered. They share one connection, go out together, and are answered in
 * order; a call behind a stream waits for the stream's end. A lost connection is made anew at the next call, or at
 * once if messages have no answer yet; these are sent again, as to count twice does no harm. An idle client does not
 * keep the process alive.
 */
export class Client implements AsyncDisposable {
  readonly #pipeline: Pipeline;
  readonly #canceller: Canceller<Call>;

  /** @internal */
  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
    this.#canceller = new Canceller((call, reason) => pipeline.cancel(call, reason));
  }

  /** Whether there is a connection at the moment. If it was lost, the next call makes another. */
  get isConnected(): boolean {
    return this.#pipeline.isConnected;
  }

  /**
   * Whether there is no connection at the moment.
   * @deprecated The name promises more than it says: use `isConnected`, which is the opposite.
   */
  get isClosed(): boolean {
    return !this.isConnected;
  }

  /**
   * The number of characters of a message, in code points unless told otherwise.
   *
   * A lone surrogate in a string is sent as U+FFFD, as UTF-8 cannot carry it. Bytes must not change until the promise
   * settles. A stream is read as fast as the server takes it, and is destroyed if the call fails; if the connection is
   * lost in the middle of a stream, the call fails, as the stream cannot be read again. A function that returns a stream,
   * such as `() => createReadStream(path)`, is called again then.
   * @throws {InvalidUtf8Error} if bytes are not well-formed UTF-8
   * @throws {ConnectionError} if no server answers; code ETIMEDOUT if a time limit passed
   * @throws {ServerError} if the server refuses, with its code
   * @throws {TypeError} if it is no message, or the units are no array
   * @throws {RangeError} if there is no such unit, or none is asked for
   * @throws the signal's reason, or what the stream throws
   */
  count(message: Message, options: CountOptions = {}): Promise<number> {
    const { unit = "codePoints" } = options;
    return this.#ask(message, [unit], options, (_units, [count]) => count as number);
  }

  /**
   * The number of characters of a message in each of the units: all four unless told otherwise.
   * @throws as `count` does
   */
  measure<U extends Unit = Unit>(
    message: Message,
    units: readonly U[] = UNITS as readonly U[],
    options: CallOptions = {},
  ): Promise<Counts<U>> {
    return this.#ask(message, units, options, toCounts<U>);
  }

  /**
   * Begins a message that is written in pieces. Calls that are made before its end wait for it.
   * @throws {TypeError} if the units are no array
   * @throws {RangeError} if there is no such unit, or none is asked for
   */
  startMessage<U extends Unit = Unit>(units: readonly U[] = UNITS as readonly U[]): MessageWriter<U> {
    return new MessageWriter(this.#pipeline, checkedBitsOf(units));
  }

  /**
   * Settles once the server has taken, and answered, so much that more calls may be made: fewer than 2,048 calls have no
   * answer, and their messages have less than 4 MiB (bytes, or UTF-16 code units of strings).
   * @throws {ConnectionError} if calls failed because no server answers, or the client was closed
   */
  drained(): Promise<void> {
    return this.#pipeline.drained();
  }

  /**
   * Closes the connection at once, and settles when it is closed. A call without an answer fails with the code
   * ECANCELED: await the calls first.
   */
  close(): Promise<void> {
    return this.#pipeline.close();
  }

  /** Closes at the end of the block: `await using client = await connect()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #ask<T>(
    message: Message,
    units: readonly Unit[],
    { signal, timeout = 0 }: CallOptions,
    toAnswer: (units: number, counts: readonly number[]) => T,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const isWhole = typeof message === "string" || message instanceof Uint8Array;
      let bits: number;
      try {
        signal?.throwIfAborted();
        bits = checkedBitsOf(units);
      } catch (error) {
        if (!isWhole && typeof message !== "function") discard(message);
        throw error;
      }
      const body = isWhole
        ? message
        : new PulledPieces(message, {
            onReady: () => this.#pipeline.wake(),
            onError: (error) => this.#pipeline.cancel(call, error),
          });
      const call: Call = new Call(bits, body, (counts) => resolve(toAnswer(bits, counts)), reject);
      if (signal !== undefined || timeout > 0) {
        this.#canceller.watch(call, signal, timeout, () =>
          this.#pipeline.errors.noReply("ETIMEDOUT", `no answer within ${timeout} ms`),
        );
      }
      this.#pipeline.send(call);
    });
  }
}

/**
 * The bits of units that a caller gave, in whatever language.
 * @throws {TypeError} if they are no array
 * @throws {RangeError} if one is unknown, or there is none
 */
function checkedBitsOf(units: readonly Unit[]): number {
  if (!Array.isArray(units)) {
    throw new TypeError(`units must be an array of ${UNITS.join(", ")}, not ${typeof units}`);
  }
  const unknown = units.find((unit) => !UNITS.includes(unit));
  if (units.length > 0 && unknown === undefined) return bitsOf(units);
  const problem = units.length === 0 ? "no unit is asked for" : `there is no unit ${String(unknown)}`;
  throw new RangeError(`${problem}; the units are ${UNITS.join(", ")}`);
}
