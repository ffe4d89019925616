import { once } from "node:events";
import { access, chmod } from "node:fs/promises";
import type { AddressInfo, ListenOptions, Server } from "node:net";
import { dirname } from "node:path";
import { inheritedPath, occupy, passingPath } from "./unix-socket.js";

/**
 * How many connections the kernel may hold that were not accepted yet. It takes its own limit where that is less (Linux:
 * net.core.somaxconn, 4,096), as Go does. Node's default, 511, overflows when a thousand clients come at once: whose
 * connection finds no room waits a second, until it is sent again.
 */
const BACKLOG = 65_535;

/** The address that a server listens on. */
export interface ListeningAddress {
  /** The IP address, or the path of a Unix socket. */
  readonly address: string;
  readonly family: "IPv4" | "IPv6" | "unix";
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;
}

/** A server that clients can reach. */
export interface Listener {
  readonly address: ListeningAddress;
  /** Accepts nobody any more, and removes the Unix socket. The server emits `close` when its connections are closed. */
  close(): void;
}

/** What `listen` takes: a port, a path with its mode, or a descriptor. */
export interface Place {
  readonly host?: string;
  readonly port?: number;
  readonly path?: string | undefined;
  readonly mode?: number | undefined;
  readonly fd?: number | undefined;
}

/**
 * Has the server listen. A Unix socket that a server has left behind, which nobody listens on, is replaced.
 * @throws a system error whose `code` tells why it cannot, such as EADDRINUSE
 */
export async function listen(server: Server, place: Place): Promise<Listener> {
  const { fd, path, mode } = place;
  const listener = await (fd !== undefined
    ? listenOnDescriptor(server, fd)
    : path !== undefined
      ? listenOnPath(server, path, mode)
      : listenOnPort(server, place));
  // What `accept` fails with concerns one client, and would end the process.
  server.on("error", () => {});
  return listener;
}

async function listenOnPort(server: Server, { host, port }: Place): Promise<Listener> {
  await start(server, { host, port } as ListenOptions);
  return { address: addressOf(server) as ListeningAddress, close: () => void server.close() };
}

/** Undefined for a Unix socket. */
function addressOf(server: Server): ListeningAddress | undefined {
  const info = server.address() as AddressInfo | null;
  if (info === null) return undefined;
  const { address, family, port } = info;
  return { address, family: family as "IPv4" | "IPv6", port };
}

async function listenOnDescriptor(server: Server, fd: number): Promise<Listener> {
  // Types of Node lack it.
  await start(server, { fd } as ListenOptions);
  // Node tells no address of a Unix socket that it has inherited.
  const address = addressOf(server) ?? { address: inheritedPath(fd), family: "unix", port: 0 };
  return { address, close: () => void server.close() };
}

/** Only who listens already has a socket at the path: one that does not answer is one that was left behind. */
async function listenOnPath(server: Server, path: string, mode: number | undefined): Promise<Listener> {
  const address = { address: path, family: "unix", port: 0 } as const;
  if (path.startsWith("\\\\")) {
    // A pipe of Windows is no file. The system gives its name to one server, as long as that one lives.
    await start(server, { path });
    return { address, close: () => void server.close() };
  }
  const own = passingPath(path);
  try {
    await start(server, { path: own });
    // Before anybody can find it at its path.
    if (mode !== undefined) await chmod(own, mode);
  } catch (error) {
    // libuv says EACCES also if the socket's folder is not there.
    if ((error as NodeJS.ErrnoException).code === "EACCES") await access(dirname(path));
    throw error;
  }
  try {
    const remove = await occupy(path, own);
    return {
      address,
      close() {
        remove();
        server.close();
      },
    };
  } catch (error) {
    server.close();
    await once(server, "close");
    throw error;
  }
}

async function start(server: Server, options: ListenOptions): Promise<void> {
  server.listen({ backlog: BACKLOG, ...options });
  await once(server, "listening");
}
