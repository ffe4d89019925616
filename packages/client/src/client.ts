import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  ErrorCode,
  FrameKind,
  InvalidUtf8Error,
  offsetIn,
  type Reply,
  UnitBit,
} from "@hitung/protocol";
import { type Address, Connection } from "./connection.js";
import { ServerError } from "./errors.js";

const ENCODER = new TextEncoder();

/**
 * Connects to a server. Default: 127.0.0.1, port 12345.
 * @throws {ConnectionError} where there is no server, or no such host
 */
export async function connect({
  host = DEFAULT_HOST,
  port = DEFAULT_PORT,
}: Partial<Address> = {}): Promise<Client> {
  return new Client(await Connection.open({ host, port }));
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
   * The number of characters of a message, in code points. Messages may be sent before the replies to earlier
   * ones came; those made together go out together.
   *
   * A lone surrogate in a string is sent as U+FFFD, as UTF-8 cannot carry it.
   * @throws {InvalidUtf8Error} where bytes are not well-formed UTF-8
   * @throws {ConnectionError} where the connection is lost before the reply came
   * @throws {ServerError} where the server refuses, with its code
   */
  async count(message: string | Uint8Array): Promise<number> {
    const payload = typeof message === "string" ? ENCODER.encode(message) : message;
    return countIn(await this.#connection.request(FrameKind.MESSAGE, UnitBit.codePoints, payload));
  }

  /** Begins a message that is sent in pieces. It must be ended before another message is sent. */
  startMessage(): MessageWriter {
    return new MessageWriter(this.#connection);
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
export class MessageWriter {
  readonly #connection: Connection;
  /** The last piece, which becomes the MESSAGE where no other comes. */
  #held: Uint8Array | undefined;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Takes the next piece. It must not change until `drained` or `end`. */
  write(piece: Uint8Array): void {
    if (this.#held !== undefined) this.#connection.send(FrameKind.PART, UnitBit.codePoints, this.#held);
    this.#held = piece;
  }

  /** Sends what was written, and settles once the server has taken so much that more may be sent. */
  async drained(): Promise<void> {
    if (this.#held !== undefined) this.#connection.send(FrameKind.PART, UnitBit.codePoints, this.#held);
    this.#held = undefined;
    await this.#connection.drained();
  }

  /**
   * Ends the message, and gives its number of characters.
   * @throws as `Client.count` does
   */
  async end(): Promise<number> {
    const last = this.#held;
    this.#held = undefined;
    return countIn(await this.#connection.request(FrameKind.MESSAGE, UnitBit.codePoints, last));
  }
}

function countIn(reply: Reply): number {
  if (reply.kind === "counts") return reply.counts[0] as number;
  const offset = reply.code === ErrorCode.INVALID_UTF8 ? offsetIn(reply.explanation) : undefined;
  throw offset === undefined ? new ServerError(reply.code, reply.explanation) : new InvalidUtf8Error(offset);
}
