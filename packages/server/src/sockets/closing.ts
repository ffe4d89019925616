import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

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
 *
 * Tests reset their sockets with this function, too: a reset that libuv refuses leaves the socket open for ever.
 */
export function reset(socket: Socket): void {
  if (isEnding(socket)) {
    socket.once("finish", () => reset(socket));
    return;
  }
  try {
    socket.resetAndDestroy();
  } catch {
    // ERR_INVALID_HANDLE_TYPE: no TCP
    socket.destroy();
  }
}

/** Whether nothing can be said on it yet, as TLS is still being agreed upon. */
export function isShakingHands(socket: Socket): boolean {
  return socket instanceof TLSSocket && socket.getFinished() === undefined;
}

/**
 * Whether the kernel is being told that we send no more, which takes until the next turn of the event loop. Until then
 * libuv refuses a reset with EINVAL, but Node takes the socket for closed: `close` never comes, and at its exit the
 * process waits for the socket without end, in `Environment::CleanupHandles` (Node 20.20).
 */
function isEnding(socket: Socket): boolean {
  const { destroyed, writableEnded, writableFinished, writableLength } = socket;
  // TLS may have to say goodbye first, which the other side may not take.
  if (destroyed || socket instanceof TLSSocket) return false;
  return writableEnded && !writableFinished && writableLength === 0;
}
