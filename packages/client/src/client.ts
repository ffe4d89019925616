import {
  bitsOf,
  type Counts,
  DEFAULT_HOST,
  DEFAULT_PORT,
  ErrorCode,
  FrameKind,
  InvalidUtf8Error,
  offsetIn,
  toCounts,
  UNITS,
  type Unit,
} from "@hitung/protocol";
import { type Address, Connection } from "./connection.js";
import { ServerError } from "./errors.js";

const ENCODER = new TextEncoder();

/** How a message is counted. */
export interface CountOptions {
  /** Default: code points. */
  readonly unit?: Unit;
}

/**
 * Connects to a server. Default: 127.0.0.1, port 12345.
 * @throws {ConnectionError} where there is no server, or no such host
 */
export async function connect({
  host = DEFAULT_HOST,
  port = DEFAULT_PORT,
  path,
  tls,
}: Partial<Address> = {}): Promise<Client> {
  return new Client(await Connection.open({ host, port, path, tls }));
}

/** Asks a server how many characters messages have. Use `connect`. */
export class Client {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Whether the connection is lost or closed. */
  get isClosed(): boolean {
    return this.#connection.isClosed;
  }

  /**
   * The number of characters of a message, in code points unless told otherwise. Messages may be sent before the
   * replies to earlier ones came; those made together go out together.
   *
   * A lone surrogate in a string is sent as U+FFFD, as UTF-8 cannot carry it.
   * @throws {InvalidUtf8Error} where bytes are not well-formed UTF-8
   * @throws {ConnectionError} where the connection is lost before the reply came
   * @throws {ServerError} where the server refuses, with its code
   */
  async count(message: string | Uint8Array, { unit = "codePoints" }: CountOptions = {}): Promise<number> {
    return (await this.measure(message, [unit]))[unit];
  }

  /**
   * The number of characters of a message in each of the units: all four unless told otherwise.
   * @throws as `count` does
   */
  async measure<U extends Unit = Unit>(
    message: string | Uint8Array,
    units: readonly U[] = UNITS as readonly U[],
  ): Promise<Counts<U>> {
    const writer = this.startMessage(units);
    writer.write(typeof message === "string" ? ENCODER.encode(message) : message);
    return await writer.end();
  }

  /** Begins a message that is sent in pieces. It must be ended before another message is sent. */
  startMessage<U extends Unit = Unit>(units: readonly U[] = UNITS as readonly U[]): MessageWriter<U> {
    return new MessageWriter(this.#connection, units);
  }

  /** Settles once the server has taken so much that more may be sent. */
  drained(): Promise<void> {
    return this.#connection.drained();
  }

  /** Closes the connection. A message that waits for its reply fails. */
  close(): void {
    this.#connection.close();
  }
}

/** A message that is sent in pieces of any number and size. */
export class MessageWriter<U extends Unit = Unit> {
  readonly #connection: Connection;
  readonly #unitBits: number;
  /** The last piece, which becomes the MESSAGE where no other comes. */
  #held: Uint8Array | undefined;

  constructor(connection: Connection, units: readonly U[]) {
    this.#connection = connection;
    this.#unitBits = bitsOf(units);
  }

  /** Takes the next piece. It must not change until `drained` or `end`. */
  write(piece: Uint8Array): void {
    this.#sendHeld();
    this.#held = piece;
  }

  /** Sends what was written, and settles once the server has taken so much that more may be sent. */
  async drained(): Promise<void> {
    this.#sendHeld();
    await this.#connection.drained();
  }

  /**
   * Ends the message, and gives its number of characters in each of its units.
   * @throws as `Client.count` does
   */
  async end(): Promise<Counts<U>> {
    const last = this.#held;
    this.#held = undefined;
    const reply = await this.#connection.request(FrameKind.MESSAGE, this.#unitBits, last);
    if (reply.kind === "counts") {
      if (reply.units !== this.#unitBits) {
        throw new ServerError(
          ErrorCode.INVALID_UNITS,
          `asked for units ${this.#unitBits}, got ${reply.units}`,
        );
      }
      return toCounts<U>(reply.units, reply.counts);
    }
    const offset = reply.code === ErrorCode.INVALID_UTF8 ? offsetIn(reply.explanation) : undefined;
    throw offset === undefined
      ? new ServerError(reply.code, reply.explanation)
      : new InvalidUtf8Error(offset);
  }

  #sendHeld(): void {
    if (this.#held !== undefined) this.#connection.send(FrameKind.PART, this.#unitBits, this.#held);
    this.#held = undefined;
  }
}
