import { once } from "node:events";
import { connect, type Socket } from "node:net";
import {
  BadFrameError,
  FIRST_FATAL_ERROR_CODE,
  FRAME_HEADER_SIZE,
  type Reply,
  ReplyDecoder,
  writeHeader,
} from "@hitung/protocol";
import { ConnectionError, ServerError } from "./errors.js";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** A Unix socket, which takes the place of host and port. */
  readonly path?: string | undefined;
  /** Whether the connection is encrypted; `ca` is what is trusted in place of the usual authorities, in PEM. */
  readonly tls?: boolean | { readonly ca: string } | undefined;
}

/** Frames are gathered in memory of this size and leave together. */
const BATCH_SIZE = 64 * 1024;

/** A payload from this size on is sent as it is, without being copied into a batch. */
const LARGE_PAYLOAD = 16 * 1024;

const NOTHING = new Uint8Array(0);

interface Waiting {
  resolve(reply: Reply): void;
  reject(error: Error): void;
}

/**
 * Opens a TCP connection.
 * @throws {ConnectionError} where there is no server, or no such host
 */
export async function openSocket({ host, port, path, tls }: Address): Promise<Socket> {
  const place = {
    ...(path === undefined ? { host, port, noDelay: true } : { path }),
    allowHalfOpen: true,
  };
  try {
    if (tls) {
      const { connect: connectTls } = await import("node:tls");
      const secure = connectTls(tls === true ? place : { ...place, ca: tls.ca });
      await once(secure, "secureConnect");
      return secure;
    }
    const socket = connect(place);
    await once(socket, "connect");
    return socket;
  } catch (error) {
    throw new ConnectionError(host, port, codeOf(error), error);
  }
}

/** What the system called an error, such as ECONNREFUSED. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/**
 * One connection that speaks frames. Frames sent in the same turn of the event loop leave together, and replies
 * come in the order of the messages.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #address: Address;
  readonly #decoder = new ReplyDecoder((reply) => this.#onReply(reply));
  readonly #waiting: Waiting[] = [];
  /** Replies taken from the front of `#waiting`, which is shortened now and then only. */
  #answered = 0;
  /** Those who wait until more may be sent. */
  readonly #blocked: (() => void)[] = [];
  #batch = new Uint8Array(BATCH_SIZE);
  #batchSize = 0;
  #isFlushDue = false;
  #error: Error | undefined;

  /** @throws {ConnectionError} where there is no server, or no such host */
  static async open(address: Address): Promise<Connection> {
    return new Connection(await openSocket(address), address);
  }

  private constructor(socket: Socket, address: Address) {
    this.#socket = socket;
    this.#address = address;
    socket.on("data", (chunk) => this.#onData(chunk));
    socket.on("drain", () => this.#unblock());
    socket.on("end", () => this.#fail(this.#lost("EOF")));
    socket.on("error", (error) => this.#fail(this.#lost(codeOf(error), error)));
  }

  /** Whether the connection is lost or closed. */
  get isClosed(): boolean {
    return this.#error !== undefined;
  }

  /** Sends a frame of which no reply is due. The payload must not change until `drained`. */
  send(kind: number, units: number, payload: Uint8Array = NOTHING): void {
    if (this.#error !== undefined) return;
    if (payload.length >= LARGE_PAYLOAD) {
      this.#reserve(FRAME_HEADER_SIZE);
      this.#batchSize = writeHeader(this.#batch, this.#batchSize, kind, units, payload.length);
      this.flush();
      this.#socket.write(payload);
      return;
    }
    this.#reserve(FRAME_HEADER_SIZE + payload.length);
    const start = writeHeader(this.#batch, this.#batchSize, kind, units, payload.length);
    this.#batch.set(payload, start);
    this.#batchSize = start + payload.length;
    if (!this.#isFlushDue) {
      this.#isFlushDue = true;
      process.nextTick(() => this.flush());
    }
  }

  /**
   * Sends a frame that completes a message, and gives the reply to it.
   * @throws {ConnectionError} where the connection is lost before the reply came
   * @throws {ServerError} where the server closes the connection with an error before the reply came
   */
  request(kind: number, units: number, payload?: Uint8Array): Promise<Reply> {
    if (this.#error !== undefined) return Promise.reject(this.#error);
    this.send(kind, units, payload);
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  /** Sends what was gathered now, not at the end of this turn. */
  flush(): void {
    this.#isFlushDue = false;
    if (this.#batchSize === 0 || this.#error !== undefined) return;
    this.#socket.write(this.#batch.subarray(0, this.#batchSize));
    // The memory belongs to the socket until the kernel has it all.
    if (this.#socket.writableLength > 0) this.#batch = new Uint8Array(BATCH_SIZE);
    this.#batchSize = 0;
  }

  /**
   * Settles once the server has taken so much that more may be sent.
   * @throws as `request` does
   */
  async drained(): Promise<void> {
    this.flush();
    if (this.#error === undefined && this.#socket.writableNeedDrain) {
      await new Promise<void>((resolve) => this.#blocked.push(resolve));
    }
    if (this.#error !== undefined) throw this.#error;
  }

  /** Closes the connection at once. A message that waits for its reply fails. */
  close(): void {
    this.#fail(this.#lost("ECANCELED"));
  }

  #reserve(size: number): void {
    if (this.#batchSize + size > BATCH_SIZE) this.flush();
  }

  #onData(chunk: Uint8Array): void {
    if (this.#error !== undefined) return;
    try {
      this.#decoder.write(chunk);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#fail(this.#lost("EPROTO", error));
    }
  }

  #onReply(reply: Reply): void {
    if (reply.kind === "error" && reply.code >= FIRST_FATAL_ERROR_CODE) {
      this.#fail(new ServerError(reply.code, reply.explanation));
      return;
    }
    const waiting = this.#waiting[this.#answered];
    if (waiting === undefined) {
      this.#fail(this.#lost("EPROTO", new BadFrameError("a reply to no message")));
      return;
    }
    if (++this.#answered === this.#waiting.length || this.#answered === 1024) {
      this.#waiting.splice(0, this.#answered);
      this.#answered = 0;
    }
    waiting.resolve(reply);
  }

  #lost(code: string, cause?: unknown): ConnectionError {
    return new ConnectionError(this.#address.host, this.#address.port, code, cause);
  }

  #unblock(): void {
    for (const resolve of this.#blocked.splice(0)) resolve();
  }

  #fail(error: Error): void {
    if (this.#error !== undefined) return;
    this.#error = error;
    this.#socket.destroy();
    for (const waiting of this.#waiting.splice(this.#answered)) waiting.reject(error);
    this.#unblock();
  }
}
