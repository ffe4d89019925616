import type { LookupAddress } from "node:dns";
import { connect, isIP, type LookupFunction, type Socket } from "node:net";
import type { ConnectionOptions, connect as ConnectTls } from "node:tls";
import { startTimer } from "./deadlines.js";
import { ErrorFactory } from "./errors.js";
import { hearLastWords } from "./last-words.js";
import { shuffled } from "./shuffled.js";

/** The time in milliseconds within which a connection must be made. */
const CONNECT_TIMEOUT_MS = 10_000;

/** After how much idleness, in milliseconds, the kernel asks whether the server is still there. */
const KEEP_ALIVE_MS = 300_000;

/** What `node:tls` knows of a connection, but for where it leads. */
export type TlsOptions = Omit<ConnectionOptions, "host" | "port" | "path" | "socket">;

/** Where a server listens, and how it is spoken to. */
export interface Address {
  readonly host: string;
  readonly port: number;
  /** A Unix socket, in place of host and port. */
  readonly path?: string | undefined;
  /** TLS, with the options of `node:tls`. The certificate is verified, against the host unless told otherwise. */
  readonly tls?: boolean | TlsOptions | undefined;
}

/** How long to try. */
export interface OpenOptions {
  /** Within how many milliseconds the connection must be made, TLS included. Default: 10,000; 0 is no limit. */
  readonly connectTimeout?: number | undefined;
  /** Ends the attempt. */
  readonly signal?: AbortSignal | undefined;
}

/** What the system called an error, such as ECONNREFUSED. */
export function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}

/**
 * Opens a connection: TCP or a Unix socket, plain or TLS.
 * @throws {ConnectionError} if there is no server, no such host, no trusted certificate, or no answer in time
 * @throws the signal's reason
 */
export async function openSocket(
  address: Address,
  { connectTimeout = CONNECT_TIMEOUT_MS, signal }: OpenOptions = {},
): Promise<Socket> {
  signal?.throwIfAborted();
  const errors = new ErrorFactory(address);
  // To load it takes longer than one question that does not need it.
  const connectTls = address.tls ? (await import("node:tls")).connect : undefined;
  // From here to the listeners nothing is awaited: a connection may fail before the next turn of the event loop.
  const socket = startConnecting(address, connectTls);
  hearLastWords(socket);
  let timer: NodeJS.Timeout | undefined;
  let onAbort = () => {};
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once(address.tls ? "secureConnect" : "connect", resolve);
      socket.once("error", (error) => {
        reject(errors.noConnection(codeOf(error), address.tls ? error.message : "", error));
      });
      timer = startTimer(connectTimeout, () =>
        reject(errors.noConnection("ETIMEDOUT", `no connection within ${connectTimeout} ms`)),
      );
      onAbort = () => reject(signal?.reason);
      signal?.addEventListener("abort", onAbort);
      // It may have been aborted while TLS was loaded, or in the same turn.
      if (signal?.aborted) onAbort();
    });
    if (isItself(socket)) {
      throw errors.noConnection("ECONNREFUSED", "the connection led back to itself");
    }
    return socket;
  } catch (error) {
    // An error that still comes would end the process if nobody listened.
    socket.on("error", () => {}).destroy();
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}

/**
 * Whether a socket is connected to itself. While nobody listens on a port of the range from which the system takes
 * the clients' own ports, it may give a client just this port, and TCP connects the two ends (RFC 9293, section 3.5).
 */
export function isItself({ localAddress, localPort, remoteAddress, remotePort }: Socket): boolean {
  return localPort !== undefined && localPort === remotePort && localAddress === remoteAddress;
}

/**
 * Looks a name up as `net.connect` does by itself, which tries all of its addresses; but in random order within each family,
 * so that clients spread over them.
 */
const lookupShuffled: LookupFunction = (name, options, callback) => {
  process.getBuiltinModule("node:dns").lookup(name, options, (error, address, family) => {
    if (error !== null || !Array.isArray(address)) callback(error, address as string, family);
    else {
      const [first] = address;
      const [one, other] = [true, false].map((isFirst) =>
        shuffled(address.filter((each) => (each.family === first?.family) === isFirst)),
      ) as [LookupAddress[], LookupAddress[]];
      callback(error, [...one, ...other]);
    }
  });
};

function startConnecting(
  { host, port, path, tls }: Address,
  connectTls: typeof ConnectTls | undefined,
): Socket {
  const where =
    path === undefined
      ? {
          host,
          port,
          lookup: lookupShuffled,
          noDelay: true,
          keepAlive: true,
          keepAliveInitialDelay: KEEP_ALIVE_MS,
        }
      : { path };
  if (connectTls === undefined) return connect({ ...where, allowHalfOpen: true });
  // The server's name is asked for (RFC 6066), unless it is only an address.
  const name = path === undefined && isIP(host) === 0 ? { servername: host } : {};
  return connectTls({ ...name, ...(typeof tls === "object" ? tls : {}), ...where });
}
