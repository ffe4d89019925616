import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  type ErrorCode,
  LANGUAGES,
  type Language,
  type Responder,
  type Tally,
  UNITS,
  type Unit,
} from "@hitung/protocol";
import type { MessageEvent } from "./preview.js";
import { fileDescriptorLimit } from "./sockets/fd-limit.js";

/** How many clients are served at most unless told otherwise, as in Redis. */
const MAX_CONNECTIONS = 10_000;

/** File descriptors that are left to the rest of the process, and to clients that are told that the server is busy. */
const RESERVED_DESCRIPTORS = 64;

/** A certificate and its key. */
export interface TlsOptions {
  /** The certificate and those that lead to a known authority, in PEM. */
  readonly cert: string | Uint8Array;
  /** The private key, in PEM. */
  readonly key: string | Uint8Array;
}

/** How a server is set up. */
export interface ServerOptions {
  /** The address or name to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** The TCP port, 0 to 65535; 0 picks a free one. Default: 12345. */
  readonly port?: number;
  /** A Unix socket to listen on, instead of host and port. */
  readonly path?: string | undefined;
  /** Speaks TLS with every client. */
  readonly tls?: TlsOptions | undefined;
  /** The language of text mode. Default: Indonesian. */
  readonly language?: Language;
  /** What text mode counts. Default: code points. Frames ask for their units themselves. */
  readonly unit?: Unit | undefined;
  /**
   * How many clients are served at once, at least 1; those beyond are told that the server is busy. Default: 10,000,
   * or where the limit of file descriptors is lower than that needs, 64 less than this limit.
   */
  readonly maxConnections?: number;
  /**
   * After which time, in milliseconds, a connection without progress is closed: no message answered, and not 1 KiB
   * more of one received. It may take 1 s longer. 0 turns it off. Default: 300,000.
   */
  readonly idleTimeout?: number;
  /** The largest message in bytes, at least 1, that is counted. Default: no limit. */
  readonly maxMessageSize?: number | undefined;
  /** How long, in milliseconds, `close` waits for clients to take their replies and to close. Default: 10,000. */
  readonly drainTimeout?: number;
  /**
   * Told, whenever replies were handed to the kernel, how many and how long after the last byte that they answer was
   * read. Nothing is measured without it.
   */
  readonly onReplies?: ((seconds: number, replies: number) => void) | undefined;
}

/** A client. */
export interface PeerEvent {
  /** Its IP address; undefined on a Unix socket, and where the connection was gone before it was known. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
}

/** A client whose connection is closed. */
export interface DisconnectEvent extends PeerEvent {
  /** How it spoke; undefined where it never sent a byte. */
  readonly mode: Responder["mode"] | undefined;
  /** How long the connection lasted, in milliseconds. */
  readonly duration: number;
  /** How many messages were answered. */
  readonly messages: number;
  readonly bytesRead: number;
  /** Why the server closed the connection: an error that it told the client. */
  readonly errorCode: ErrorCode | undefined;
  /** What the system, or TLS, called the error that broke the connection, such as ECONNRESET. */
  readonly systemError: string | undefined;
}

/** What a server tells while it runs. */
export interface ServerEvents {
  /** A message was answered. It costs a preview of each message, which nobody pays without a listener. */
  message: [MessageEvent];
  /** A client was turned away, because there are `maxConnections` already. */
  refuse: [PeerEvent];
  /** A connection is closed. */
  disconnect: [DisconnectEvent];
}

/** What a server has done since it was created. The numbers only grow, but that of open connections. */
export interface Statistics {
  /** Connections that are open. */
  readonly open: number;
  /** Connections that were served, those that are open among them. */
  readonly accepted: number;
  /** Connections that were turned away. */
  readonly refused: number;
  /** Connections that were closed for being idle. */
  readonly idle: number;
  /** Bytes that came from clients. */
  readonly bytesRead: number;
  /** The messages in each mode. */
  readonly text: Tally;
  readonly frames: Tally;
}

/**
 * The options with their defaults.
 * @throws {RangeError} where one is out of its range
 */
export function withDefaults(options: ServerOptions) {
  const limit = fileDescriptorLimit() ?? Infinity;
  const {
    host = DEFAULT_HOST,
    port = DEFAULT_PORT,
    language = "id",
    maxConnections = Math.max(1, Math.min(MAX_CONNECTIONS, limit - RESERVED_DESCRIPTORS)),
    idleTimeout = 300_000,
    maxMessageSize = Infinity,
    drainTimeout = 10_000,
  } = options;
  if (typeof host !== "string" || host === "") throw new RangeError("host must be an address or a name");
  oneOf(LANGUAGES, { language });
  if (options.unit !== undefined) oneOf(UNITS, { unit: options.unit });
  atLeast(1, { maxConnections, maxMessageSize });
  atLeast(0, { idleTimeout, drainTimeout });
  return {
    ...options,
    host,
    port,
    language,
    maxConnections,
    idleTimeout,
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
