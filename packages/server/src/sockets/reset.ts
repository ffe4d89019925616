import type { Socket } from "node:net";

/**
 * Closes a connection at once, and drops what the other side has not taken. A TCP connection is reset, so that
 * nothing of it stays; TLS and Unix sockets know no reset, and are closed.
 */
export function reset(socket: Socket): void {
  try {
    socket.resetAndDestroy();
  } catch {
    // ERR_INVALID_HANDLE_TYPE: no TCP
    socket.destroy();
  }
}
