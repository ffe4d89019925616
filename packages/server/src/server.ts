import { EventEmitter, once } from "node:events";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { createSecureContext, type SecureContext, TLSSocket, type TLSSocketOptions } from "node:tls";
import { createResponder, ErrorCode, ReplyBuffer, type Responder, Tally } from "@hitung/protocol";
import { ChunkPool } from "./chunk-pool.js";
import { Connection, type ConnectionContext } from "./connection.js";
import type { PeerEvent, ServerEvents, Statistics } from "./events.js";
import { MAX_TIMER_MS, type ServerOptions, type TlsOptions, withDefaults } from "./options.js";
import { Previewer } from "./preview.js";
import { reset } from "./sockets/closing.js";
import { type Listener, type ListeningAddress, listen } from "./sockets/listen.js";
import { ProxyHeaderError, readProxyHeader } from "./sockets/proxy-header.js";
import { explain, refuse } from "./sockets/refusal.js";
import { Turns } from "./turns.js";

/** After how much idleness, in milliseconds, the kernel asks whether the client is still there. */
const KEEP_ALIVE_MS = 300_000;

/** If so many bytes of replies wait for a client, nothing more is read from it. */
const HIGH_WATER_MARK = 1;

/** How many bytes are read at once; see `ReplyBuffer`. */
const INPUT_SIZE = 40 * 1024;

/** How many clients at once are told that the server is busy. The others are reset: to tell them takes sockets, too. */
const MAX_REFUSALS = 32;

/** How often, in milliseconds, the server looks for idle and old connections. They are closed at most two such times late. */
const SWEEP_MS = 400;

/** Within how many milliseconds a header of the PROXY protocol has to come. A proxy sends it at once. */
const PROXY_HEADER_MS = 5000;

/** A server that answers each message with the number of its characters, for many clients at once. */
export class Server extends EventEmitter<ServerEvents> {
  readonly #options: ReturnType<typeof withDefaults>;
  readonly #connections = new Set<Connection>();
  /** Sockets that become connections once they have their header of the PROXY protocol, and their part of a shared limit. */
  readonly #arriving = new Set<Socket>();
  readonly #refused = new Set<Socket>();
  readonly #tallies = { text: new Tally(), frames: new Tally() };
  readonly #closedStatistics = { accepted: 0, refused: 0, rejected: 0, idle: 0, bytesRead: 0 };
  readonly #context: ConnectionContext;
  readonly #server: TcpServer;
  #secureContext: SecureContext | undefined;
  #sweep: NodeJS.Timeout | undefined;
  #listening: Promise<ListeningAddress> | undefined;
  #listener: Listener | undefined;
  #closed: Promise<void> | undefined;

  /** Use `createServer`. */
  constructor(options: ServerOptions) {
    super();
    this.#options = withDefaults(options);
    const { maxConnectionAge, proxyProtocol, sharedLimit } = this.#options;
    this.#server = createTcpServer(
      {
        // Without half-open sockets an answer that comes after the client's FIN would be lost.
        allowHalfOpen: true,
        highWaterMark: HIGH_WATER_MARK,
        keepAlive: true,
        keepAliveInitialDelay: KEEP_ALIVE_MS,
        noDelay: true,
        // What comes first may be the proxy's, or nobody's business.
        pauseOnConnect: proxyProtocol || sharedLimit !== undefined,
      },
      (socket) => this.#accept(socket),
    );
    if (options.tls !== undefined) this.setTls(options.tls);
    this.#context = {
      input: new Uint8Array(INPUT_SIZE),
      replies: new ReplyBuffer(),
      turns: new Turns(),
      chunks: new ChunkPool(INPUT_SIZE),
      onReplies: options.onReplies,
      maxConnectionAge,
      createResponder: (firstByte, connection) =>
        this.#createResponder(firstByte, this.#context.replies, connection),
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
    const { fd, host, port, path, socketMode, idleTimeout, maxConnectionAge } = this.#options;
    this.#listener = await listen(this.#server, { fd, host, port, path, mode: socketMode });
    const limits = [idleTimeout, maxConnectionAge].filter((limit) => limit > 0);
    if (limits.length > 0) {
      const interval = Math.min(SWEEP_MS, Math.ceil(Math.min(...limits) / 4));
      this.#sweep = setInterval(() => this.#closeIdleAndOld(), interval);
    }
    return this.#listener.address;
  }

  #closeIdleAndOld(): void {
    const { idleTimeout, maxConnectionAge } = this.#options;
    const now = performance.now();
    if (idleTimeout > 0) for (const connection of this.#connections) connection.closeIfIdle(now, idleTimeout);
    if (maxConnectionAge === 0) return;
    const old = Array.from(this.#connections).filter((connection) => connection.isOld(now));
    // What the kernel holds of them is read before.
    if (old.length > 0)
      setImmediate(() => {
        for (const connection of old) connection.retire();
      });
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
    return this.#listener !== undefined && this.#closed === undefined;
  }

  /** What the server has done so far. */
  get statistics(): Statistics {
    let { bytesRead } = this.#closedStatistics;
    for (const { socket } of this.#connections) bytesRead += socket.bytesRead;
    return {
      ...this.#closedStatistics,
      open: this.#connections.size + this.#arriving.size,
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
   * Accepts nobody any more, answers every message that has reached this machine, and the rest of one that has begun; tells
   * clients of frames that the server shuts down, closes every connection, and settles when all are closed. After the drain
   * timeout it resets what is left.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (this.#listener === undefined) await this.#listening?.catch(() => {});
    if (this.#listener === undefined) return;
    clearInterval(this.#sweep);
    const timeout = setTimeout(
      () => {
        for (const socket of this.#arriving) reset(socket);
        for (const connection of this.#connections) connection.reset();
      },
      Math.min(this.#options.drainTimeout, MAX_TIMER_MS),
    );
    // Those that the kernel has accepted, and what it holds of them.
    await readTurn();
    const closed = once(this.#server, "close");
    this.#listener.close();
    this.#listener = undefined;
    for (const socket of this.#refused) socket.destroy();
    await readTurn();
    const connections = Array.from(this.#connections);
    for (const connection of connections) connection.shutDown();
    await Promise.all([closed, ...connections.map(({ closed }) => closed)]);
    clearTimeout(timeout);
  }

  #accept(socket: Socket): void {
    const { maxConnections, proxyProtocol, sharedLimit } = this.#options;
    const isFull = this.#connections.size + this.#arriving.size >= maxConnections;
    if (!proxyProtocol && (isFull || sharedLimit === undefined)) {
      if (isFull) this.#refuse(socket);
      else this.#serve(socket);
      return;
    }
    if (isFull && this.#refused.size >= MAX_REFUSALS) this.#refuse(socket);
    else this.#welcome(socket, isFull);
  }

  /**
   * Lets a socket come in that has to wait: for its header of the PROXY protocol, and for its part of a shared limit.
   * @param isFull whether it is to be refused then
   */
  async #welcome(socket: Socket, isFull: boolean): Promise<void> {
    const { proxyProtocol, sharedLimit } = this.#options;
    const waiting = isFull ? this.#refused : this.#arriving;
    waiting.add(socket);
    // It ends while it waits: then nobody else listens.
    socket.on("error", ignore);
    const taken = isFull ? false : (sharedLimit?.take() ?? true);
    const arrival: Arrival | undefined = proxyProtocol ? await this.#readHeader(socket) : {};
    const isTaken = typeof taken === "boolean" ? taken : await taken;
    waiting.delete(socket);
    socket.off("error", ignore);
    const isServed = arrival !== undefined && isTaken && !socket.destroyed;
    if (isTaken && !isServed) sharedLimit?.release();
    if (isServed) this.#serve(socket, arrival);
    else if (arrival !== undefined && !isTaken && !socket.destroyed) this.#refuse(socket, arrival);
    else socket.on("error", ignore);
  }

  /** Reads the header of the PROXY protocol; where there is none, the connection ends. */
  async #readHeader(socket: Socket) {
    try {
      return await readProxyHeader(socket, PROXY_HEADER_MS);
    } catch (error) {
      if (!(error instanceof ProxyHeaderError)) throw error;
      const { reason, message, firstByte } = error;
      this.#closedStatistics.rejected++;
      if (this.listenerCount("reject") > 0)
        this.emit("reject", { ...peerOf(socket), reason, detail: message });
      if (this.#refused.size >= MAX_REFUSALS) reset(socket);
      else {
        this.#refuseUntilClosed(socket);
        explain(socket, firstByte, `this server is reached through a proxy only: ${message}`);
      }
      return undefined;
    }
  }

  /** @param rest what came of it already */
  #serve(socket: Socket, { origin, rest }: Arrival = {}): void {
    this.#closedStatistics.accepted++;
    const isPlain = this.#secureContext === undefined;
    const hasRest = rest !== undefined && rest.length > 0;
    if (hasRest && !isPlain) socket.unshift(rest);
    const connection = new Connection(this.#secure(socket), this.#context, origin);
    // Asked for once, the address is still known when the connection is closed.
    if (this.listenerCount("disconnect") > 0) void connection.peer;
    this.#connections.add(connection);
    if (hasRest && isPlain) connection.onData(rest);
    if (socket.isPaused()) connection.start();
    // It came in while the server closes.
    if (this.#listener === undefined) readTurn().then(() => connection.shutDown());
  }

  #refuse(tcpSocket: Socket, { origin, rest }: Arrival = {}): void {
    this.#closedStatistics.refused++;
    if (this.listenerCount("refuse") > 0) this.emit("refuse", peerOf(origin ?? tcpSocket));
    if (this.#refused.size >= MAX_REFUSALS) {
      reset(tcpSocket);
      return;
    }
    if (rest !== undefined && rest.length > 0) tcpSocket.unshift(rest);
    const socket = this.#secure(tcpSocket);
    this.#refuseUntilClosed(socket);
    refuse(socket, (firstByte, replies) => this.#createResponder(firstByte, replies));
  }

  #refuseUntilClosed(socket: Socket): void {
    this.#refused.add(socket);
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

  #createResponder(firstByte: number, replies: ReplyBuffer, connection?: Connection): Responder {
    const { language, unit, maxMessageSize } = this.#options;
    const options = { replies, language, unit, maxMessageSize, tallies: this.#tallies };
    if (connection === undefined || this.listenerCount("message") === 0)
      return createResponder(firstByte, options);
    const { peer } = connection;
    const observer = new Previewer((message) => this.emit("message", { ...message, ...peer }));
    return createResponder(firstByte, { ...options, observer });
  }

  #onClose(connection: Connection): void {
    const { socket, peer, mode, messages, systemError, errorCode, since } = connection;
    const { bytesRead } = socket;
    this.#connections.delete(connection);
    this.#options.sharedLimit?.release();
    this.#closedStatistics.bytesRead += bytesRead;
    if (errorCode === ErrorCode.IDLE) this.#closedStatistics.idle++;
    if (this.listenerCount("disconnect") === 0) return;
    const duration = performance.now() - since;
    this.emit("disconnect", { ...peer, mode, duration, messages, bytesRead, errorCode, systemError });
  }
}

/** What a socket brings with it that had to wait. */
interface Arrival {
  /** Where the client is, if a proxy told it. */
  readonly origin?: PeerEvent | undefined;
  /** What came of the client already. */
  readonly rest?: Uint8Array | undefined;
}

function peerOf({ remoteAddress, remotePort }: PeerEvent): PeerEvent {
  return { remoteAddress, remotePort };
}

function ignore(): void {}

/** Lets the event loop read all sockets once. */
async function readTurn(): Promise<void> {
  await turn();
  await turn();
}

/** Creates a server; `listen` starts it. */
export function createServer(options: ServerOptions = {}): Server {
  return new Server(options);
}
