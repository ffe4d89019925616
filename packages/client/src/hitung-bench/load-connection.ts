import { connect as connectTcp, type NetConnectOpts, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import { BadFrameError } from "@hitung/protocol";
import { codeOf } from "../library/socket.js";
import { LoadError } from "./errors.js";
import type { ReadReply, ReplyReader } from "./exchange.js";
import { InFlight } from "./in-flight.js";
import type { Traffic } from "./traffic.js";

/** Where the server is, and how it is reached. */
export interface Target {
  readonly host: string;
  readonly port: number;
  /** The path of a Unix socket, instead of host and port. */
  readonly socket?: string | undefined;
  /** TLS, if it is given. */
  readonly tls?: SecureContext | undefined;
}

/** How the connections of a load end. */
export interface ConnectionEnd {
  /** All that it may send is answered. */
  onDone(): void;
  onFailure(error: LoadError): void;
}

/** One connection that keeps as many messages in flight as the pipeline holds, until the budget is used up. */
export class LoadConnection {
  readonly #traffic: Traffic;
  readonly #end: ConnectionEnd;
  readonly #socket: Socket;
  readonly #inFlight = new InFlight();
  /** Bytes of the current reply that came, and were right. */
  #phase = 0;
  /** Reads replies one by one, once a wrong one came. */
  #reader: ReplyReader | undefined;
  /** Replies that it read from the current chunk. */
  #read = 0;
  #isOver = false;

  /**
   * Connects, and calls `onConnect` once if it succeeds.
   * @param timeoutMs how long nothing may come or go before the connection fails
   */
  constructor(
    target: Target,
    timeoutMs: number,
    traffic: Traffic,
    end: ConnectionEnd,
    onConnect: () => void,
  ) {
    this.#traffic = traffic;
    this.#end = end;
    // One buffer for all connections: what was read is done with before the next is read.
    const onread = {
      buffer: traffic.input,
      callback: (size: number) => {
        this.#onBytes(size);
        return true;
      },
    };
    this.#socket = openSocket(target, onread, onConnect);
    this.#socket
      .setTimeout(timeoutMs, () => this.#fail(new LoadError("ETIMEDOUT")))
      .on("end", () => this.#fail(new LoadError("EOF")))
      .on("error", (error) => this.#fail(new LoadError(codeOf(error), error.message, error)));
  }

  /** Sends the first messages. */
  start(): void {
    if (this.#isOver) return;
    this.#send(this.#traffic.pipeline, performance.now());
    if (this.#inFlight.messages === 0) this.#finish();
  }

  /** Ends the connection at once, without a word to anybody. */
  destroy(): void {
    this.#isOver = true;
    this.#socket.destroy();
  }

  #send(wanted: number, now: number): void {
    const { budget, largestBatch } = this.#traffic;
    const count = budget.take(wanted);
    if (count === 0) return;
    this.#inFlight.sent(count, now);
    let left = count;
    if (left > largestBatch) this.#socket.cork();
    for (; left > largestBatch; left -= largestBatch) this.#socket.write(this.#traffic.batch(largestBatch));
    this.#socket.write(this.#traffic.batch(left));
    if (count > largestBatch) this.#socket.uncork();
  }

  #onBytes(size: number): void {
    if (this.#isOver) return;
    const now = performance.now();
    const answered = this.#areRight(size) ? this.#countReplies(size) : this.#readReplies(size);
    const { messages } = this.#inFlight;
    if (answered > messages || (answered === messages && this.#phase > 0)) {
      this.#fail(new LoadError("EUNASKED"));
      return;
    }
    this.#inFlight.answered(answered, now, this.#traffic.latencies);
    this.#traffic.verdicts.answered += answered;
    // Right replies may have come together with what ended the connection.
    if (this.#isOver) return;
    this.#send(answered, now);
    if (this.#inFlight.messages === 0) this.#finish();
  }

  #areRight(size: number): boolean {
    if (this.#reader !== undefined) return false;
    const { input, replies } = this.#traffic;
    return replies.compare(input, 0, size, this.#phase, this.#phase + size) === 0;
  }

  #countReplies(size: number): number {
    const { replySize } = this.#traffic;
    const total = this.#phase + size;
    this.#phase = total % replySize;
    return (total - this.#phase) / replySize;
  }

  #readReplies(size: number): number {
    const { exchange, input, replies } = this.#traffic;
    this.#read = 0;
    try {
      if (this.#reader === undefined) {
        this.#reader = exchange.createReader((reply) => this.#onReply(reply));
        this.#reader.write(replies.subarray(0, this.#phase));
        this.#phase = 0;
      }
      this.#reader.write(input.subarray(0, size));
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#fail(new LoadError("EPROTO", error.message, error));
    }
    return this.#read;
  }

  #onReply(reply: ReadReply): void {
    if (this.#isOver) return;
    const { exchange, verdicts } = this.#traffic;
    if (reply.isFatal) {
      this.#fail(new LoadError("ESERVER", reply.description));
      return;
    }
    this.#read++;
    verdicts.note(reply, exchange.expected);
  }

  #finish(): void {
    this.destroy();
    this.#end.onDone();
  }

  #fail(error: LoadError): void {
    if (this.#isOver) return;
    this.destroy();
    this.#end.onFailure(error);
  }
}

function openSocket(target: Target, onread: NetConnectOpts["onread"], onConnect: () => void): Socket {
  const { host, port, socket: path, tls } = target;
  const address = path === undefined ? { host, port } : { path };
  const options = { ...address, noDelay: true, onread } as NetConnectOpts & { port: number };
  // `onread` is handed on by tls.connect, though its types do not say so.
  return tls === undefined
    ? connectTcp(options, onConnect)
    : connectTls({ ...options, secureContext: tls }, onConnect);
}
