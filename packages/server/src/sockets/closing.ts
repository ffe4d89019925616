import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

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

/** Whether it speaks TLS. */
export function isTls(socket: Socket): socket is TLSSocket {
  return (socket as Partial<TLSSocket>).encrypted === true;
}

/**
 * Whether the kernel is being told that we send no more, which takes until the next turn of the event loop. Until then
 * libuv refuses a reset with EINVAL, but Node takes the socket for closed: `close` never comes, and at its exit the
 * process waits for the socket without end, in `Environment::CleanupHandles` (Node 20.20).
 */
function isEnding(socket: Socket): boolean {
  const { destroyed, writableEnded, writableFinished, writableLength } = socket;
  // TLS may have to say goodbye first, which the other side may not take.
  if (destroyed || isTls(socket)) return false;
  return writableEnded && !writableFinished && writableLength === 0;
}
