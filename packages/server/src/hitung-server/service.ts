import type { ServerOptions, TlsOptions } from "../options.js";
import { createServer, type Server } from "../server.js";
import type { ListeningAddress } from "../sockets/listen.js";
import type { OptionValues } from "./options.js";
import { ReplyTimes } from "./reply-times.js";
import { type Snapshot, takeSnapshot } from "./snapshot.js";

/** How many workers are in which state. */
interface WorkerCounts {
  readonly starting: number;
  readonly listening: number;
  /** They accept nobody any more, and end when their clients are gone. */
  readonly draining: number;
}

/** What a service has done, and how it stands. */
export interface Measurement {
  readonly total: Snapshot;
  readonly maxConnections: number;
  /** Undefined if there is one process only. */
  readonly workers: WorkerCounts | undefined;
  /** How many workers ended that were not told to. */
  readonly deaths: number;
}

/** What serves the clients: this process, or several. */
export interface Service {
  /** How many clients are served at once. */
  readonly maxConnections: number;
  /** Whether other processes than this one serve. */
  readonly hasWorkers: boolean;
  /** Whether clients are accepted: "ready" from `listen` until `close`. */
  readonly state: "starting" | "ready" | "stopping";
  /** Starts to accept clients. @throws a system error whose `code` tells why it cannot */
  listen(): Promise<ListeningAddress>;
  measure(): Promise<Measurement>;
  /** Speaks TLS with this certificate from now on. */
  setTls(tls: TlsOptions): void;
  /** Accepts nobody any more, and settles when all connections are closed. */
  close(): Promise<void>;
}

/** How a server is set up that does what the options of the command line say. */
export function serverOptionsOf(options: OptionValues, replyTimes: ReplyTimes | undefined): ServerOptions {
  return {
    host: options.host,
    port: options.port,
    path: options.socket,
    socketMode: options.socketMode,
    language: options.lang,
    unit: options.unit,
    idleTimeout: options.idleTimeout,
    drainTimeout: options.drainTimeout,
    maxConnectionAge: options.maxConnectionAge,
    proxyProtocol: options.proxyProtocol,
    maxMessageSize: options.maxMessage,
    maxConnections: options.maxConnections,
    onReplies: replyTimes && ((seconds, replies) => replyTimes.add(seconds, replies)),
  };
}

/** What replies take is measured for those who can look at it. */
export function replyTimesFor({ metricsPort }: OptionValues): ReplyTimes | undefined {
  return metricsPort === undefined ? undefined : new ReplyTimes();
}

/** This process alone serves. */
export class SingleService implements Service {
  readonly server: Server;
  readonly hasWorkers = false;
  readonly #replyTimes: ReplyTimes | undefined;
  #isStopping = false;

  /** @param fd a descriptor to listen on, instead of the address in the options */
  constructor(options: OptionValues, tls: TlsOptions | undefined, fd: number | undefined) {
    this.#replyTimes = replyTimesFor(options);
    this.server = createServer({ ...serverOptionsOf(options, this.#replyTimes), tls, fd });
  }

  get maxConnections(): number {
    return this.server.maxConnections;
  }

  get state() {
    return this.#isStopping ? "stopping" : this.server.isAccepting ? "ready" : "starting";
  }

  listen(): Promise<ListeningAddress> {
    return this.server.listen();
  }

  async measure(): Promise<Measurement> {
    const { maxConnections } = this;
    const total = takeSnapshot(this.server, this.#replyTimes);
    return { total, maxConnections, workers: undefined, deaths: 0 };
  }

  setTls(tls: TlsOptions): void {
    this.server.setTls(tls);
  }

  close(): Promise<void> {
    this.#isStopping = true;
    return this.server.close();
  }
}
