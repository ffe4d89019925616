import { once } from "node:events";
import { access } from "node:fs/promises";
import type { AddressInfo, ListenOptions, Server } from "node:net";
import { dirname } from "node:path";
import { occupy, passingPath } from "./unix-socket.js";

/** How many connections the kernel holds that were not accepted yet, as in Redis, nginx and Node. */
const BACKLOG = 511;

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

/**
 * Has the server listen. A Unix socket that a server has left behind, which nobody listens on, is replaced.
 * @throws a system error whose `code` tells why it cannot, such as EADDRINUSE
 */
export async function listen(server: Server, options: ListenOptions): Promise<Listener> {
  const listener = await (options.path === undefined
    ? listenOnPort(server, options)
    : listenOnPath(server, options.path));
  // What `accept` fails with concerns one client, and would end the process.
  server.on("error", () => {});
  return listener;
}

async function listenOnPort(server: Server, options: ListenOptions): Promise<Listener> {
  await start(server, options);
  const { address, family, port } = server.address() as AddressInfo;
  return {
    address: { address, family: family as "IPv4" | "IPv6", port },
    close: () => void server.close(),
  };
}

/** Only who listens already has a socket at the path: one that does not answer is one that was left behind. */
async function listenOnPath(server: Server, path: string): Promise<Listener> {
  const address = { address: path, family: "unix", port: 0 } as const;
  if (path.startsWith("\\\\")) {
    // A pipe of Windows is no file. The system gives its name to one server, as long as that one lives.
    await start(server, { path });
    return { address, close: () => void server.close() };
  }
  const own = passingPath(path);
  try {
    await start(server, { path: own });
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
