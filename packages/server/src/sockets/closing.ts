import type { Socket } from "node:net";

/**
 * How long, in milliseconds, a client whose connection we close has to take its last replies and to close its side.
 */
const LINGER_MS = 5000;

/** Resets the connection unless it is closed within LINGER_MS. Clear the timer when the socket is closed. */
export function startLingering(socket: Socket): NodeJS.Timeout {
  return setTimeout(reset, LINGER_MS, socket);
}

/**
 * Closes our side after all that was written. What still comes is read and dropped: to close a socket that has unread
 * bytes resets the connection, and the last reply may be lost.
 */
export function endOurSide(socket: Socket): void {
  socket.end();
  socket.resume();
}

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
