import type { Server } from "node:net";
import { type HandleContext, HandleTransport } from "./handle-transport.js";
import { isStreamHandle, loadStreamBinding, type StreamHandle } from "./stream-binding.js";
import type { Transport } from "./transport.js";

/** After how much idleness, in seconds, the kernel asks whether the client is still there. */
export const KEEP_ALIVE_S = 300;

/** The handle of a server that listens, which Node does not document. */
interface ListeningHandle {
  onconnection?: (this: ListeningHandle, status: number, handle: unknown) => void;
  setNoDelay?(on: boolean): number;
  setKeepAlive?(on: boolean, seconds: number): number;
}

/**
 * Has clients be served on their handles, where this Node offers it. The others reach the server's `connection`.
 * @param server one that listens
 * @param memory that the bytes of all clients are read into
 * @param size how much of it is used for clients that do not send much at once
 * @param isPlain whether who comes now speaks no TLS
 */
export function acceptOnHandles(
  server: Server,
  memory: Uint8Array,
  size: number,
  isPlain: () => boolean,
  onAccept: (transport: Transport) => void,
): void {
  const { _handle: listening } = server as unknown as { _handle: ListeningHandle | null };
  const acceptSocket = listening?.onconnection;
  const binding = loadStreamBinding();
  if (binding === undefined || listening == null || acceptSocket === undefined) return;
  const context: HandleContext = {
    binding,
    input: memory.subarray(0, size),
    largeInput: memory,
    spareRequest: undefined,
  };
  const isInherited = setOptions(listening);
  listening.onconnection = function (status, handle) {
    if (status < 0 || !isPlain() || !isStreamHandle(handle)) {
      acceptSocket.call(this, status, handle);
      return;
    }
    if (!isInherited) setOptions(handle);
    onAccept(new HandleTransport(handle, context));
  };
}

/**
 * Sends small replies at once, and notices who is gone without a word. On Linux a socket has these options of the one that
 * it was accepted from: five calls of the kernel less for each client.
 * @returns whether sockets that are accepted from this one have them
 */
function setOptions(handle: ListeningHandle | StreamHandle): boolean {
  if (handle.setNoDelay === undefined || handle.setKeepAlive === undefined) return false;
  const results = [handle.setNoDelay(true), handle.setKeepAlive(true, KEEP_ALIVE_S)];
  return process.platform === "linux" && results.every((result) => result === 0);
}
