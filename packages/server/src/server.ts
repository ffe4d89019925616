import { EventEmitter, once } from "node:events";
import { createServer as createTcpServer, type Socket } from "node:net";
import { createSecureContext, type SecureContext, TLSSocket, type TLSSocketOptions } from "node:tls";
import { createResponder, ErrorCode, ReplyBuffer, type Responder, Tally } from "@hitung/protocol";
import { ChunkPool } from "./chunk-pool.js";
import { Connection, type ConnectionContext } from "./connection.js";
import type { PeerEvent, ServerEvents, Statistics } from "./events.js";
import { MAX_TIMER_MS, type ServerOptions, type TlsOptions, withDefaults } from "./options.js";
import { Previewer } from "./preview.js";
import { reset } from "./sockets/closing.js";
import { type Listener, type ListeningAddress, listen } from "./sockets/listen.js";
import { refuse } from "./sockets/refusal.js";
import { Turns } from "./turns.js";

/** After how much idleness, in milliseconds, the kernel asks whether the client is still there. */
const KEEP_ALIVE_MS = 300_000;

/** If so many bytes of replies wait for a client, nothing more is read from it. */
const HIGH_WATER_MARK = 1;

/** How many bytes are read at once; see `ReplyBuffer`. */
const INPUT_SIZE = 40 * 1024;

/** How many clients at once are told that the server is busy. The others are reset: to tell them takes sockets, too. */
const MAX_REFUSALS = 32;

/** How often, in milliseconds, the server looks for idle connections. They are closed at most two such times late. */
const SWEEP_MS = 400;

/** A server that answers each message with the number of its characters, for many clients at once. */
export class Server extends EventEmitter<ServerEvents> {
  readonly #options: ReturnType<typeof withDefaults>;
  readonly #connections = new Set<Connection>();
  readonly #refused = new Set<Socket>();
  readonly #tallies = { text: new Tally(), frames: new Tally() };
  readonly #closedStatistics = { accepted: 0, refused: 0, idle: 0, bytesRead: 0 };
  readonly #context: ConnectionContext;
  readonly #server = createTcpServer(
    // Without half-open sockets an answer that comes after the client's FIN would be lost.
    {
      allowHalfOpen: true,
      highWaterMark: HIGH_WATER_MARK,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
      noDelay: true,
    },
    (socket) => this.#accept(socket),
  );
  #secureContext: SecureContext | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #listening: Promise<ListeningAddress> | undefined;
  #listener: Listener | undefined;
  #closed: Promise<void> | undefined;

  /** Use `createServer`. */
  constructor(options: ServerOptions) {
    super();
    this.#options = withDefaults(options);
    if (options.tls !== undefined) this.setTls(options.tls);
    this.#context = {
      input: new Uint8Array(INPUT_SIZE),
      replies: new ReplyBuffer(),
      turns: new Turns(),
      chunks: new ChunkPool(INPUT_SIZE),
      onReplies: options.onReplies,
      createResponder: (firstByte, socket) => this.#createResponder(firstByte, socket, this.#context.replies),
      onClose: (connection) => this.#onClose(connection),
    };
  }

  /**
   * Starts to accept clients, and returns the address that it listens on. A server does so once; if it fails, it may
   * be tried again.
   * @throws a system error whose `code` tells why it cannot: EADDRINUSE, EACCES, ENOTFOUND and others
   */
  async listen(): Promise<ListeningAddress> {
    if (this.#listening !== undefined || this.#closed !== undefined) {
      throw new Error("the server listens already, or was closed; create another one");
    }
    this.#listening = this.#listen();
    try {
      return await this.#listening;
    } catch (error) {
      this.#listening = undefined;
      throw error;
    }
  }

  async #listen(): Promise<ListeningAddress> {
    const { host, port, path, idleTimeout } = this.#options;
    this.#listener = await listen(this.#server, path === undefined ? { host, port } : { path });
    if (idleTimeout > 0) {
      const sweep = () => {
        const now = performance.now();
        for (const connection of this.#connections) connection.closeIfIdle(now, idleTimeout);
      };
      this.#sweep = setInterval(sweep, Math.min(SWEEP_MS, Math.ceil(idleTimeout / 4)));
    }
    return this.#listener.address;
  }

  /**
   * The address that the server listens on.
   * @throws if it does not listen
   */
  get address(): ListeningAddress {
    if (this.#listener === undefined) throw new Error("the server does not listen");
    return this.#listener.address;
  }

  /** How many clients are served at once. */
  get maxConnections(): number {
    return this.#options.maxConnections;
  }

  /** Whether clients are accepted: from `listen` until `close`. */
  get isAccepting(): boolean {
    return this.#listener !== undefined;
  }

  /** What the server has done so far. */
  get statistics(): Statistics {
    let { bytesRead } = this.#closedStatistics;
    for (const { socket } of this.#connections) bytesRead += socket.bytesRead;
    return {
      ...this.#closedStatistics,
      open: this.#connections.size,
      bytesRead,
      ...this.#tallies,
    };
  }

  /**
   * Speaks TLS with clients that come from now on, with this certificate.
   * @throws an error of OpenSSL if they are no certificate and key, or do not belong together
   */
  setTls({ cert, key }: TlsOptions): void {
    this.#secureContext = createSecureContext({ cert: Buffer.from(cert), key: Buffer.from(key) });
  }

  /**
   * Accepts nobody any more, answers every message that was read whole, tells clients of frames that the server shuts
   * down, closes every connection, and settles when all are closed. After the drain timeout it resets what is left.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#listener === undefined) await this.#listening?.catch(() => {});
    if (this.#listener === undefined) return;
    clearInterval(this.#sweep);
    const closed = [once(this.#server, "close"), ...Array.from(this.#connections, ({ closed }) => closed)];
    this.#listener.close();
    this.#listener = undefined;
    for (const socket of this.#refused) socket.destroy();
    for (const connection of this.#connections) connection.shutDown();
    const timeout = setTimeout(
      () => {
        for (const connection of this.#connections) connection.reset();
      },
      Math.min(this.#options.drainTimeout, MAX_TIMER_MS),
    );
    await Promise.all(closed);
    clearTimeout(timeout);
  }

  #accept(tcpSocket: Socket): void {
    const socket = this.#secure(tcpSocket);
    if (this.#connections.size < this.#options.maxConnections) {
      this.#closedStatistics.accepted++;
      // Asked for once, the address is still known when the connection is closed.
      if (this.listenerCount("disconnect") > 0) peerOf(socket);
      this.#connections.add(new Connection(socket, this.#context));
      return;
    }
    this.#closedStatistics.refused++;
    if (this.listenerCount("refuse") > 0) this.emit("refuse", peerOf(socket));
    if (this.#refused.size >= MAX_REFUSALS) {
      reset(socket);
      return;
    }
    this.#refused.add(socket);
    refuse(socket, (firstByte, replies) => this.#createResponder(firstByte, socket, replies));
    socket.on("close", () => this.#refused.delete(socket));
  }

  #secure(socket: Socket): Socket {
    if (this.#secureContext === undefined) return socket;
    return new TLSSocket(socket, {
      isServer: true,
      secureContext: this.#secureContext,
      // Types of Node 20 lack it.
      highWaterMark: HIGH_WATER_MARK,
    } as TLSSocketOptions);
  }

  #createResponder(firstByte: number, socket: Socket, replies: ReplyBuffer): Responder {
    const { language, unit, maxMessageSize } = this.#options;
    const options = { replies, language, unit, maxMessageSize, tallies: this.#tallies };
    if (this.listenerCount("message") === 0) return createResponder(firstByte, options);
    const peer = peerOf(socket);
    const observer = new Previewer((message) => this.emit("message", { ...message, ...peer }));
    return createResponder(firstByte, { ...options, observer });
  }

  #onClose(connection: Connection): void {
    const { socket, mode, messages, systemError, errorCode, since } = connection;
    const { bytesRead } = socket;
    this.#connections.delete(connection);
    this.#closedStatistics.bytesRead += bytesRead;
    if (errorCode === ErrorCode.IDLE) this.#closedStatistics.idle++;
    if (this.listenerCount("disconnect") === 0) return;
    const duration = performance.now() - since;
    const peer = peerOf(socket);
    this.emit("disconnect", { ...peer, mode, duration, messages, bytesRead, errorCode, systemError });
  }
}

function peerOf({ remoteAddress, remotePort }: Socket): PeerEvent {
  return { remoteAddress, remotePort };
}

/** Creates a server; `listen` starts it. */
export function createServer(options: ServerOptions = {}): Server {
  return new Server(options);
}
