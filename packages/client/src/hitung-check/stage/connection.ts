import { connect, type Socket } from "node:net";
import { bytesBetween, hasProc } from "./processes.js";
import type { Transcript } from "./transcript.js";

/** No reply is longer; who sends more does not stop. */
const MAX_RECEIVED = 1024 * 1024;

/** How the other side has ended a connection. */
export type Ending = "end" | "reset";

/** A connection of raw bytes that writes down what happens. */
export class Connection {
  readonly socket: Socket;
  /** Which one it is, from 1 on. */
  readonly number: number;
  /** Whether the handshake is done. */
  isConnected: boolean;
  /** Why there is none, such as ECONNREFUSED. */
  failure: string | undefined;
  ending: Ending | undefined;
  /** How many bytes came in all. */
  size = 0;
  readonly #transcript: Transcript;
  #received: Buffer = Buffer.alloc(0);
  #chunks: Buffer[] = [];

  /** Connects. */
  static to(host: string, port: number, number: number, transcript: Transcript): Connection {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    return new Connection(socket, number, transcript, false);
  }

  constructor(socket: Socket, number: number, transcript: Transcript, isConnected = true) {
    this.socket = socket;
    this.number = number;
    this.isConnected = isConnected;
    this.#transcript = transcript;
    if (isConnected) transcript.note("accepted", number);
    socket.on("connect", () => {
      this.isConnected = true;
      transcript.note("connected", number);
    });
    socket.on("data", (chunk) => {
      this.size += chunk.length;
      if (this.size <= MAX_RECEIVED) this.#chunks.push(chunk);
      transcript.bytes("received", number, chunk);
      if (this.isFlood) socket.destroy();
    });
    socket.on("end", () => this.#ended("end"));
    socket.on("error", ({ code = "" }: NodeJS.ErrnoException) => {
      if (this.isConnected) this.#ended("reset");
      else this.failure = code;
    });
  }

  /** All that came, and was not dropped by `clear`. */
  get received(): Buffer {
    if (this.#chunks.length > 0) this.#received = Buffer.concat([this.#received, ...this.#chunks.splice(0)]);
    return this.#received;
  }

  /** Whether the other side sends without end. */
  get isFlood(): boolean {
    return this.size > MAX_RECEIVED;
  }

  /** Whether nothing more can be asked here. */
  get isOver(): boolean {
    return this.failure !== undefined || this.ending !== undefined || this.isFlood;
  }

  clear(): void {
    this.#received = Buffer.alloc(0);
    this.#chunks = [];
  }

  send(bytes: Uint8Array): void {
    if (bytes.length === 0 || this.socket.writableEnded || this.socket.destroyed) return;
    this.#transcript.bytes("sent", this.number, bytes);
    this.socket.write(bytes);
  }

  /** Closes the sending direction. */
  end(): void {
    if (this.socket.writableEnded || this.socket.destroyed) return;
    this.#transcript.note("end", this.number);
    this.socket.end();
  }

  /**
   * Closes both directions, as a client does that leaves. If the other side has closed its own before, a reset tells it
   * nothing that it could still notice, and its port is free at once: otherwise the kernel would keep it for a minute.
   */
  leave(): void {
    if (this.ending !== undefined) {
      this.reset();
      return;
    }
    this.end();
    this.socket.on("finish", () => this.socket.destroySoon()).resume();
  }

  /** Breaks the connection off. The port of the other side is free again at once. */
  reset(isPart = false): void {
    if (this.socket.destroyed) return;
    if (isPart) this.#transcript.note("reset", this.number);
    this.socket.resetAndDestroy();
  }

  /** Whether all that was sent was read; undefined if that cannot be known. */
  get isRead(): boolean | undefined {
    const { localPort, remotePort } = this.socket;
    if (!hasProc || localPort === undefined || remotePort === undefined) return undefined;
    const waiting = bytesBetween(localPort, remotePort);
    return waiting === undefined ? undefined : waiting === 0 && this.socket.writableLength === 0;
  }

  #ended(ending: Ending): void {
    if (this.ending !== undefined) return;
    this.ending = ending;
    this.#transcript.note(ending === "end" ? "ended" : "wasReset", this.number);
  }
}
