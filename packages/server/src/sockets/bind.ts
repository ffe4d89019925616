import { lookup } from "node:dns/promises";
import { chmodSync, unlinkSync } from "node:fs";
import * as net from "node:net";
import { getSystemErrorName } from "node:util";
import type { ListeningAddress, Place } from "./listen.js";
import { inheritedPath, occupy, passingPath } from "./unix-socket.js";

/**
 * A socket that is bound to its address, and on which other processes listen that inherit its descriptor. It stays open
 * when they end, so that clients who come meanwhile wait in the kernel until the next one listens.
 */
export interface BoundSocket {
  readonly fd: number;
  readonly address: ListeningAddress;
  /** Has clients find it. A process must listen on it. @throws a system error */
  publish(): Promise<void>;
  /** Closes the socket of this process, and removes the Unix socket. */
  close(): void;
}

/** The parts of a socket of libuv that are used here. */
interface Handle {
  readonly fd: number;
  getsockname?(info: { address?: string; family?: string; port?: number }): number;
  close(): void;
}

/**
 * What `node:cluster` binds its sockets with. Node documents no way to bind one without listening on it, and who listens
 * accepts. It has had these parameters since Node 0.8; this was tried up to Node 26.
 * @returns a negative error number if it fails
 */
type CreateServerHandle = (
  address: string | null,
  port: number | null,
  type: 4 | 6 | -1 | null,
  fd?: number,
) => Handle | number;

const { _createServerHandle: createHandle } = net as unknown as { _createServerHandle?: CreateServerHandle };

/**
 * Binds a socket, or takes one that is bound already.
 * @throws a system error whose `code` tells why it cannot; ENOTSUP if this system or this Node does not offer it
 */
export async function bind({ fd, host = "", port = 0, path, mode }: Place): Promise<BoundSocket> {
  if (fd !== undefined) return { fd, address: addressOfDescriptor(fd), async publish() {}, close() {} };
  if (path !== undefined) return bindPath(path, mode);
  const { address, family } = await lookup(host);
  const handle = open(address, port, family === 6 ? 6 : 4);
  const info = nameOf(handle);
  // The kernel's EADDRINUSE is told by libuv when somebody listens; the socket is bound to nothing meanwhile.
  if (info === undefined || (port !== 0 && info.port !== port)) {
    handle.close();
    throw systemError("EADDRINUSE");
  }
  return { fd: handle.fd, address: info, async publish() {}, close: () => handle.close() };
}

function bindPath(path: string, mode: number | undefined): BoundSocket {
  const own = passingPath(path);
  const handle = open(own, -1, -1);
  // Until it is published this name is the only one.
  let remove = () => unlinkSync(own);
  if (mode !== undefined) chmodSync(own, mode);
  return {
    fd: handle.fd,
    address: { address: path, family: "unix", port: 0 },
    async publish() {
      remove = await occupy(path, own);
    },
    close() {
      remove();
      handle.close();
    },
  };
}

function open(...args: Parameters<CreateServerHandle>): Handle {
  if (createHandle === undefined || process.platform === "win32") throw systemError("ENOTSUP");
  const handle = createHandle(...args);
  if (typeof handle === "number") throw systemError(getSystemErrorName(handle));
  return handle;
}

/** Undefined for a Unix socket, and for one that is bound to nothing. */
function nameOf(handle: Handle): ListeningAddress | undefined {
  const info: { address?: string; family?: string; port?: number } = {};
  handle.getsockname?.(info);
  const { address, family, port } = info;
  if (address === undefined || port === undefined || port === 0) return undefined;
  return { address, family: family as "IPv4" | "IPv6", port };
}

/** The handle is kept: to forget it would close the descriptor. */
const kept = new Set<Handle>();

function addressOfDescriptor(fd: number): ListeningAddress {
  const handle = open(null, null, null, fd);
  kept.add(handle);
  return nameOf(handle) ?? { address: inheritedPath(fd), family: "unix", port: 0 };
}

function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
