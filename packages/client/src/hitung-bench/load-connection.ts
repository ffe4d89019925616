import { connect as connectTcp, type NetConnectOpts, type Socket } from "node:net";
import { connect as connectTls, type SecureContext } from "node:tls";
import { BadFrameError } from "@hitung/protocol";
import { pauseAfter } from "../library/retrying.js";
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

/** What ends a connection to a server that is replaced, cut off, or killed. */
const PASSING_CODES = [
  "EOF",
  "ECONNRESET",
  "EPIPE",
  "ECONNREFUSED",
  "ECONNABORTED",
  "ENOENT",
  "EHOSTUNREACH",
];

/**
 * One connection that sends the messages of a load: as many at once as the pipeline holds, until the budget is used up; or
 * those that it is told to. Where it is lost it may be made anew, and what has no answer is sent again.
 */
export class LoadConnection {
  readonly #target: Target;
  readonly #timeoutMs: number;
  readonly #traffic: Traffic;
  readonly #end: ConnectionEnd;
  readonly #inFlight = new InFlight();
  #socket: Socket;
  /** Bytes of the current reply that came, and were right. */
  #phase = 0;
  /** Reads replies one by one, once a wrong one came. */
  #reader: ReplyReader | undefined;
  /** Replies that it read from the current chunk. */
  #read = 0;
  /** Messages that were noted as sent, and are not written yet. */
  #unwritten = 0;
  #isOver = false;
  /** Whether it was connected at some time: a server that was never there is no passing failure. */
  #wasConnected = false;
  /** How often in a row it was lost, and when it last was of use. */
  #failures = 0;
  #usefulAt = 0;
  #pause: NodeJS.Timeout | undefined;

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
    this.#target = target;
    this.#timeoutMs = timeoutMs;
    this.#traffic = traffic;
    this.#end = end;
    this.#socket = this.#open(() => {
      this.#wasConnected = true;
      onConnect();
    });
  }

  /** Sends the first messages. */
  start(): void {
    if (this.#isOver) return;
    this.#usefulAt = performance.now();
    const { pipeline } = this.#traffic;
    if (pipeline === 0) return;
    this.#send(pipeline, performance.now());
    this.finishIfDone();
  }

  /** Notes a message that should have left at this time, in milliseconds. `flush` writes it. */
  queue(intendedAt: number): void {
    if (this.#isOver) return;
    this.#inFlight.sent(1, intendedAt);
    this.#unwritten++;
  }

  /** Writes what was noted. While there is no connection it waits for one. */
  flush(): void {
    if (this.#isOver || this.#pause !== undefined || this.#socket.connecting) return;
    this.#write(this.#unwritten);
    this.#unwritten = 0;
  }

  /** Ends the connection if no message may be sent any more, and none waits for its reply. */
  finishIfDone(): void {
    if (this.#isOver || this.#inFlight.messages > 0) return;
    // In a closed loop it would have sent more.
    if (this.#traffic.pipeline === 0 && !this.#traffic.budget.isOver) return;
    this.destroy();
    this.#end.onDone();
  }

  /** Ends the connection at once, without a word to anybody. */
  destroy(): void {
    this.#isOver = true;
    clearTimeout(this.#pause);
    this.#socket.destroy();
  }

  #open(onConnect: () => void): Socket {
    // One buffer for all connections: what was read is done with before the next is read.
    const onread = {
      buffer: this.#traffic.input,
      callback: (size: number) => {
        if (socket === this.#socket) this.#onBytes(size);
        return true;
      },
    };
    const socket = openSocket(this.#target, onread, onConnect);
    const fail = (error: LoadError, isPassing: boolean) => {
      if (socket === this.#socket) this.#fail(error, isPassing);
    };
    socket
      .setTimeout(this.#timeoutMs, () => fail(new LoadError("ETIMEDOUT"), false))
      .on("end", () => fail(new LoadError("EOF"), true))
      .on("error", (error) => {
        const code = codeOf(error);
        fail(new LoadError(code, error.message, error), PASSING_CODES.includes(code));
      });
    return socket;
  }

  #send(wanted: number, now: number): void {
    const count = this.#traffic.budget.take(wanted);
    if (count === 0) return;
    this.#inFlight.sent(count, now);
    this.#write(count);
  }

  #write(count: number): void {
    if (count === 0) return;
    const { largestBatch } = this.#traffic;
    let left = count;
    if (left > largestBatch) this.#socket.cork();
    for (; left > largestBatch; left -= largestBatch) this.#socket.write(this.#traffic.batch(largestBatch));
    this.#socket.write(this.#traffic.batch(left));
    if (count > largestBatch) this.#socket.uncork();
  }

  #onBytes(size: number): void {
    if (this.#isOver) return;
    const socket = this.#socket;
    const now = performance.now();
    const answered = this.#areRight(size) ? this.#countReplies(size) : this.#readReplies(size);
    const { messages } = this.#inFlight;
    if (answered > messages || (answered === messages && this.#phase > 0)) {
      this.#fail(new LoadError("EUNASKED"));
      return;
    }
    this.#inFlight.answered(answered, now, this.#traffic.latencies);
    this.#traffic.verdicts.answered += answered;
    if (answered > 0) {
      this.#failures = 0;
      this.#usefulAt = now;
    }
    // Right replies may have come together with what ended the connection.
    if (this.#isOver || socket !== this.#socket || this.#pause !== undefined) return;
    if (this.#traffic.pipeline > 0) this.#send(answered, now);
    this.finishIfDone();
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
        const socket = this.#socket;
        this.#reader = exchange.createReader((reply) => {
          if (socket === this.#socket && this.#pause === undefined) this.#onReply(reply);
        });
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
      this.#fail(new LoadError("ESERVER", reply.description), reply.isPassing);
      return;
    }
    this.#read++;
    verdicts.note(reply, exchange.expected);
  }

  #fail(error: LoadError, isPassing = false): void {
    if (this.#isOver || this.#pause !== undefined) return;
    const isLate = performance.now() - this.#usefulAt > this.#timeoutMs;
    if (this.#traffic.resends && isPassing && this.#wasConnected && !isLate) {
      this.#reconnect();
      return;
    }
    this.destroy();
    this.#end.onFailure(error);
  }

  /** Connects again, after a pause, and sends what has no answer. */
  #reconnect(): void {
    const { pipeline, verdicts } = this.#traffic;
    this.#socket.destroy();
    this.#failures++;
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      this.#phase = 0;
      this.#reader = undefined;
      this.#socket = this.#open(() => {
        const { messages } = this.#inFlight;
        verdicts.reconnections++;
        verdicts.resent += messages - this.#unwritten;
        this.#unwritten = 0;
        this.#write(messages);
        if (pipeline > 0) this.#send(pipeline - messages, performance.now());
        this.finishIfDone();
      });
    }, pauseAfter(this.#failures));
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
