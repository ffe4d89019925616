import { EventEmitter, once } from "node:events";
import { createServer as createTcpServer, type Server as TcpServer } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import type { SecureContext } from "node:tls";
import {
  createResponder,
  ErrorCode,
  ReplyBuffer,
  type Responder,
  receiveBuffer,
  Tally,
} from "@hitung/protocol";
import { ChunkPool } from "./chunk-pool.js";
import { Connection, type ConnectionContext } from "./connection.js";
import type { PeerEvent, ServerEvents, Statistics } from "./events.js";
import { MAX_TIMER_MS, type ServerOptions, type TlsOptions, withDefaults } from "./options.js";
import { Previewer } from "./preview.js";
import { Reception } from "./reception.js";
import { acceptOnHandles, KEEP_ALIVE_S } from "./sockets/accept.js";
import { type Listener, type ListeningAddress, listen } from "./sockets/listen.js";
import type { ProxyHeaderError } from "./sockets/proxy-header.js";
import { HIGH_WATER_MARK, SocketTransport } from "./sockets/socket-transport.js";
import type { Transport } from "./sockets/transport.js";
import { Turns } from "./turns.js";

/** How many bytes are read at once from a client that is not in the midst of a large message; see `ReplyBuffer`. */
const INPUT_SIZE = 40 * 1024;

/** How often, in milliseconds, the server looks for idle and old connections. They are closed at most two such times late. */
const SWEEP_MS = 400;

/** A server that answers each message with the number of its characters, for many clients at once. */
export class Server extends EventEmitter<ServerEvents> {
  readonly #options: ReturnType<typeof withDefaults>;
  readonly #connections = new Set<Connection>();
  readonly #reception: Reception;
  /** Memory that the bytes of all connections are read into, one chunk after the other. */
  readonly #memory = receiveBuffer();
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
    this.#server = createTcpServer(
      {
        // Without half-open sockets an answer that comes after the client's FIN would be lost.
        allowHalfOpen: true,
        highWaterMark: HIGH_WATER_MARK,
        keepAlive: true,
        keepAliveInitialDelay: 1000 * KEEP_ALIVE_S,
        noDelay: true,
        // What comes first may be the proxy's, or nobody's business.
        pauseOnConnect: true,
      },
      (socket) => this.#reception.receive(new SocketTransport(socket)),
    );
    if (options.tls !== undefined) this.setTls(options.tls);
    this.#reception = this.#createReception();
    this.#context = {
      replies: new ReplyBuffer(),
      turns: new Turns(),
      chunks: new ChunkPool(INPUT_SIZE),
      onReplies: options.onReplies,
      maxConnectionAge: this.#options.maxConnectionAge,
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
    acceptOnHandles(
      this.#server,
      this.#memory,
      INPUT_SIZE,
      () => this.#secureContext === undefined,
      (transport) => this.#reception.receive(transport),
    );
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
    for (const { transport } of this.#connections) bytesRead += transport.bytesRead;
    return {
      ...this.#closedStatistics,
      open: this.#connections.size + this.#reception.arriving,
      bytesRead,
      ...this.#tallies,
    };
  }

  /**
   * Speaks TLS with clients that come from now on, with this certificate.
   * @throws an error of OpenSSL if they are no certificate and key, or do not belong together
   */
  setTls({ cert, key }: TlsOptions): void {
    // To load it takes time and memory, which is lost where nobody speaks TLS.
    const { createSecureContext } = process.getBuiltinModule("node:tls");
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
        this.#reception.reset();
        for (const connection of this.#connections) connection.reset();
      },
      Math.min(this.#options.drainTimeout, MAX_TIMER_MS),
    );
    // Those that the kernel has accepted, and what it holds of them.
    await readTurn();
    const closed = once(this.#server, "close");
    this.#listener.close();
    this.#listener = undefined;
    this.#reception.dismiss();
    await readTurn();
    const connections = Array.from(this.#connections);
    for (const connection of connections) connection.shutDown();
    await Promise.all([
      closed,
      this.#reception.whenEmpty(),
      ...connections.map((connection) => connection.whenClosed()),
    ]);
    // Who was on the way in meanwhile is answered as well.
    await Promise.all(Array.from(this.#connections, (connection) => connection.whenClosed()));
    clearTimeout(timeout);
  }

  #createReception(): Reception {
    const { maxConnections } = this.#options;
    return new Reception(
      {
        isFull: (arriving) => this.#connections.size + arriving >= maxConnections,
        secureContext: () => this.#secureContext,
        serve: (transport, origin, rest) => this.#serve(transport, origin, rest),
        onRefuse: (peer) => this.#onRefuse(peer),
        onReject: (peer, error) => this.#onReject(peer, error),
        createResponder: (firstByte, replies) => this.#createResponder(firstByte, replies),
      },
      this.#options,
    );
  }

  #serve(transport: Transport, origin?: PeerEvent, rest?: Uint8Array): void {
    this.#closedStatistics.accepted++;
    const connection = new Connection(transport, this.#context, origin);
    // Asked for once, the address is still known when the connection is closed.
    if (this.listenerCount("disconnect") > 0) void connection.peer;
    this.#connections.add(connection);
    connection.start(rest);
    // It came in while the server closes.
    if (this.#listener === undefined) readTurn().then(() => connection.shutDown());
  }

  #onRefuse(peer: PeerEvent): void {
    this.#closedStatistics.refused++;
    if (this.listenerCount("refuse") > 0) this.emit("refuse", addressOf(peer));
  }

  #onReject(peer: PeerEvent, { reason, message }: ProxyHeaderError): void {
    this.#closedStatistics.rejected++;
    if (this.listenerCount("reject") > 0)
      this.emit("reject", { ...addressOf(peer), reason, detail: message });
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
    const { transport, errorCode } = connection;
    const { bytesRead, systemError } = transport;
    this.#connections.delete(connection);
    this.#options.sharedLimit?.release();
    this.#closedStatistics.bytesRead += bytesRead;
    if (errorCode === ErrorCode.IDLE) this.#closedStatistics.idle++;
    const isFault =
      errorCode === ErrorCode.BAD_FRAME || errorCode === ErrorCode.IDLE || systemError !== undefined;
    const isHeard = this.listenerCount("disconnect") > 0;
    if (!isHeard && !(isFault && this.listenerCount("fault") > 0)) return;
    const { peer, mode, messages, since } = connection;
    const duration = performance.now() - since;
    const event = { ...peer, mode, duration, messages, bytesRead, errorCode, systemError };
    if (isHeard) this.emit("disconnect", event);
    if (isFault) this.emit("fault", event);
  }
}

function addressOf({ remoteAddress, remotePort }: PeerEvent): PeerEvent {
  return { remoteAddress, remotePort };
}

/** Lets the event loop read all sockets once. */
async function readTurn(): Promise<void> {
  await turn();
  await turn();
}

/** Creates a server; `listen` starts it. */
export function createServer(options: ServerOptions = {}): Server {
  return new Server(options);
}
