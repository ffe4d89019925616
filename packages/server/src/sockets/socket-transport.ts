import type { Socket } from "node:net";
import type { SecureContext, TLSSocketOptions } from "node:tls";
import { isTls, reset } from "./closing.js";
import { NOBODY, type Transport, type TransportHandler } from "./transport.js";

/** If so many bytes of replies wait for a client, nothing more is read from it. */
export const HIGH_WATER_MARK = 1;

/** A connection on a socket of Node: one that speaks TLS, and any where Node offers nothing faster. */
export class SocketTransport implements Transport {
  handler: TransportHandler = NOBODY;
  systemError: string | undefined;
  #socket: Socket;
  #isFlowing = false;
  readonly #listeners = Object.entries({
    data: (chunk: Uint8Array) => this.handler.onData(chunk),
    drain: () => this.handler.onDrain(),
    end: () => {
      if (this.#isFlowing) this.handler.onEnd();
    },
    // Without a listener an error would end the process. `close` follows.
    error: (error: NodeJS.ErrnoException) => {
      this.systemError = error.code ?? error.message;
    },
    close: () => {
      this.handler.onClose();
      this.handler = NOBODY;
    },
  });

  /** @param socket one that is paused, with half-open sockets allowed */
  constructor(socket: Socket) {
    this.#socket = socket;
    this.#listen();
  }

  get remoteAddress(): string | undefined {
    return this.#socket.remoteAddress;
  }

  get remotePort(): number | undefined {
    return this.#socket.remotePort;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  get isPaused(): boolean {
    return !this.#isFlowing;
  }

  get isBlocked(): boolean {
    return this.#socket.writableNeedDrain;
  }

  get isWritable(): boolean {
    return this.#socket.writable;
  }

  get isDestroyed(): boolean {
    return this.#socket.destroyed;
  }

  get isShakingHands(): boolean {
    return isTls(this.#socket) && this.#socket.getFinished() === undefined;
  }

  /** Node reads 64 KiB at once in any case. */
  readMore(): void {}

  resume(): void {
    this.#isFlowing = true;
    // TLS tells its end also while it is paused.
    if (this.#socket.readableEnded) this.handler.onEnd();
    else this.#socket.resume();
  }

  pause(): void {
    this.#isFlowing = false;
    this.#socket.pause();
  }

  write(bytes: Uint8Array): boolean {
    this.#socket.write(bytes);
    return this.#socket.writableLength === 0;
  }

  end(): void {
    this.#socket.end();
    this.#isFlowing = true;
    this.#socket.resume();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  reset(): void {
    reset(this.#socket);
  }

  /**
   * Goes on with TLS. It must be paused.
   * @param rest what has come of it already
   */
  secure(secureContext: SecureContext, rest: Uint8Array | undefined): void {
    for (const [event, listener] of this.#listeners) this.#socket.off(event, listener);
    if (rest !== undefined && rest.length > 0) this.#socket.unshift(rest);
    const { TLSSocket } = process.getBuiltinModule("node:tls");
    this.#socket = new TLSSocket(this.#socket, {
      isServer: true,
      secureContext,
      // Types of Node 20 lack it.
      highWaterMark: HIGH_WATER_MARK,
    } as TLSSocketOptions).pause();
    this.#listen();
  }

  #listen(): void {
    for (const [event, listener] of this.#listeners) this.#socket.on(event, listener);
    // Asked for once, Node still knows it when the connection is closed.
    void this.#socket.remoteAddress;
  }
}
