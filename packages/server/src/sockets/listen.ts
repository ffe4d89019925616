import { once } from "node:events";
import { access, lstat, rm } from "node:fs/promises";
import { type AddressInfo, connect, type ListenOptions, type Server } from "node:net";
import { dirname } from "node:path";

/** How many connections the kernel holds that were not accepted yet, as in Redis, nginx and Node. */
const BACKLOG = 511;

/** The longest path of a Unix socket in bytes: what Linux and macOS both take. Node cuts a longer one without a word. */
const MAX_PATH_SIZE = 103;

/** The address that a server listens on. */
export interface ListeningAddress {
  /** The IP address, or the path of a Unix socket. */
  readonly address: string;
  readonly family: "IPv4" | "IPv6" | "unix";
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;
}

/**
 * Has the server listen. A Unix socket that a server has left behind, which nobody listens on, is replaced.
 * @throws a system error whose `code` tells why it cannot, such as EADDRINUSE
 */
export async function listen(server: Server, options: ListenOptions): Promise<ListeningAddress> {
  if (Buffer.byteLength(options.path ?? "") > MAX_PATH_SIZE) {
    const message = `a Unix socket's path has ${MAX_PATH_SIZE} bytes at most`;
    throw Object.assign(new Error(message), { code: "ENAMETOOLONG" });
  }
  try {
    await tryToListen(server, options);
  } catch (error) {
    const { path } = options;
    if (path === undefined || codeOf(error) !== "EADDRINUSE" || !(await isLeftBehind(path))) throw error;
    await rm(path);
    await tryToListen(server, options);
  }
  return addressOf(server);
}

/**
 * The address that a server listens on.
 * @throws if it does not listen
 */
export function addressOf(server: Server): ListeningAddress {
  const address = server.address() as AddressInfo | string | null;
  if (address === null) throw new Error("the server does not listen");
  if (typeof address === "string") return { address, family: "unix", port: 0 };
  return { address: address.address, family: address.family as "IPv4" | "IPv6", port: address.port };
}

async function tryToListen(server: Server, options: ListenOptions): Promise<void> {
  server.listen({ backlog: BACKLOG, ...options });
  try {
    await once(server, "listening");
  } catch (error) {
    // libuv says EACCES also if the socket's folder is not there.
    if (options.path !== undefined && codeOf(error) === "EACCES") await access(dirname(options.path));
    throw error;
  }
}

/** Whether the path is a socket without a server. A file of another kind is nobody's to remove. */
async function isLeftBehind(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return false;
  } catch (error) {
    return codeOf(error) === "ECONNREFUSED" && (await lstat(path)).isSocket();
  } finally {
    socket.destroy();
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
