import type { Socket } from "node:net";

/** What Node keeps of the reading side. While there is an error it drops what comes. */
interface ReadableState {
  errored: Error | null;
}

/**
 * Has the socket read what the other side said before it broke the connection. A write to a connection that was reset
 * fails, with EPIPE or ECONNRESET, and Node then closes the socket, although the kernel may still hold bytes that came
 * before the reset: an answer, or the reason. No more can come, so that it is enough to read until nothing is left.
 */
export function hearLastWords(socket: Socket): void {
  const destroy = socket.destroy.bind(socket);
  const destroyOnceRead = (error: Error, before: number) => {
    // Node reads from sockets between these two.
    setImmediate(() =>
      setImmediate(() => {
        if (socket.bytesRead > before) destroyOnceRead(error, socket.bytesRead);
        else destroy(error);
      }),
    );
  };
  socket.destroy = (error) => {
    const { syscall = "" } = (error ?? {}) as NodeJS.ErrnoException;
    if (!["write", "shutdown"].includes(syscall)) return destroy(error);
    (socket as unknown as { _readableState: ReadableState })._readableState.errored = null;
    // After the failed write the kernel calls the reset an end.
    socket.prependOnceListener("end", () => destroy(error));
    destroyOnceRead(error as Error, socket.bytesRead);
    return socket;
  };
}
