import {
  DEFAULT_HOST,
  DEFAULT_LANGUAGE,
  DEFAULT_PORT,
  LANGUAGES,
  type Language,
  UNITS,
  type Unit,
} from "@hitung/protocol";
import { fileDescriptorLimit } from "./sockets/fd-limit.js";

/** What holds for options that are not given. */
export const DEFAULTS = {
  host: DEFAULT_HOST,
  port: DEFAULT_PORT,
  language: DEFAULT_LANGUAGE,
  unit: "codePoints",
  idleTimeout: 300_000,
  drainTimeout: 10_000,
  maxConnectionAge: 0,
  proxyProtocol: false,
} as const satisfies ServerOptions;

/** How many clients are served at most unless told otherwise, as in Redis. */
const MAX_CONNECTIONS = 10_000;

/** File descriptors that are left to the rest of the process, and to clients that are told that the server is busy. */
const RESERVED_DESCRIPTORS = 64;

/** The longest time in milliseconds that a timer of Node takes. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** A certificate and its key. */
export interface TlsOptions {
  /** The certificate and those that lead to a known authority, in PEM. */
  readonly cert: string | Uint8Array;
  /** The private key, in PEM. */
  readonly key: string | Uint8Array;
}

/** Gives out the right to serve a client, where several servers share one limit. */
export interface ConnectionLimit {
  /** Takes one, and returns whether there was one left; or a promise of this, which never fails. */
  take(): boolean | Promise<boolean>;
  /** Gives one back, as the connection is closed. */
  release(): void;
}

/** How a server is set up. */
export interface ServerOptions {
  /** The address or name to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** The TCP port, 0 to 65535; 0 picks a free one. Default: 12345. */
  readonly port?: number;
  /** A Unix socket to listen on, instead of host and port. */
  readonly path?: string | undefined;
  /** Who may connect to this Unix socket, as `chmod` takes it, such as 0o660. Default: as the umask of the process says. */
  readonly socketMode?: number | undefined;
  /**
   * A descriptor that this process has inherited, and that is bound to an address already, instead of host, port and path:
   * a socket of systemd, for instance.
   */
  readonly fd?: number | undefined;
  /** Speaks TLS with every client. */
  readonly tls?: TlsOptions | undefined;
  /** The language of text mode. Default: Indonesian. */
  readonly language?: Language;
  /** What text mode counts. Default: code points. Frames ask for their units themselves. */
  readonly unit?: Unit | undefined;
  /**
   * How many clients are served at once, at least 1; those beyond are told that the server is busy. Default: 10,000,
   * or 64 less than the limit of file descriptors if that is lower.
   */
  readonly maxConnections?: number | undefined;
  /** A limit that is shared with other servers. It is asked for each client below `maxConnections`. */
  readonly sharedLimit?: ConnectionLimit | undefined;
  /**
   * After which time, in milliseconds, a connection without progress is closed: no message answered, and not 1 KiB
   * more of one received. It may take 1 s longer. 0 turns it off. Default: 300,000.
   */
  readonly idleTimeout?: number;
  /**
   * After which time, in milliseconds, a connection that speaks frames is closed between two messages, with ERROR 19: so its
   * client connects again, and clients spread over servers that were added. It varies by 10 % at random, and may take 1 s
   * longer. Default: 0, never.
   */
  readonly maxConnectionAge?: number;
  /**
   * Takes nothing but connections that begin with a header of the PROXY protocol (version 1 or 2), which tells where the
   * client really is. A header has to be whole within 5 s. Anybody who reaches the server can forge one: use it only where
   * a proxy alone does. Default: false.
   */
  readonly proxyProtocol?: boolean;
  /** The largest message in bytes, at least 1, that is counted. Default: no limit. */
  readonly maxMessageSize?: number | undefined;
  /**
   * How long, in milliseconds, `close` waits for the rest of messages that have begun, and for clients to take their
   * replies and to close. Default: 10,000.
   */
  readonly drainTimeout?: number;
  /**
   * Called whenever replies were handed to the kernel, with their number and the time since the last byte that they
   * answer was read. Without it nothing is measured.
   */
  readonly onReplies?: ((seconds: number, replies: number) => void) | undefined;
}

/** How many clients so many processes together serve at most unless told otherwise. */
export function defaultMaxConnections(processes = 1): number {
  return Math.min(MAX_CONNECTIONS, processes * connectionsPerProcess());
}

/** How many clients one process can serve, by its limit of file descriptors. */
export function connectionsPerProcess(): number {
  return Math.max(1, (fileDescriptorLimit() ?? Infinity) - RESERVED_DESCRIPTORS);
}

/**
 * The options with their defaults.
 * @throws {RangeError} if one is out of its range
 */
export function withDefaults(options: ServerOptions) {
  const {
    host = DEFAULTS.host,
    port = DEFAULTS.port,
    language = DEFAULTS.language,
    unit = DEFAULTS.unit,
    maxConnections = defaultMaxConnections(),
    idleTimeout = DEFAULTS.idleTimeout,
    maxConnectionAge = DEFAULTS.maxConnectionAge,
    proxyProtocol = DEFAULTS.proxyProtocol,
    maxMessageSize = Infinity,
    drainTimeout = DEFAULTS.drainTimeout,
    socketMode = 0,
  } = options;
  if (typeof host !== "string" || host === "") throw new RangeError("host must be an address or a name");
  oneOf(LANGUAGES, { language });
  oneOf(UNITS, { unit });
  atLeast(1, { maxConnections, maxMessageSize });
  atLeast(0, { idleTimeout, drainTimeout, maxConnectionAge, socketMode });
  return {
    ...options,
    host,
    port,
    language,
    unit,
    maxConnections,
    idleTimeout,
    maxConnectionAge,
    proxyProtocol,
    maxMessageSize,
    drainTimeout,
  };
}

function oneOf(allowed: readonly string[], option: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(option)) {
    if (!allowed.includes(value))
      throw new RangeError(`${name} must be one of ${allowed.join(", ")}, not ${value}`);
  }
}

function atLeast(least: number, numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    const isNumber = typeof value === "number" && (value === Infinity || Number.isInteger(value));
    if (!isNumber || value < least) {
      throw new RangeError(`${name} must be a whole number from ${least} on, or Infinity, not ${value}`);
    }
  }
}
