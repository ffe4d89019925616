import type { Socket } from "node:net";
import type { Address } from "./socket.js";

/** Who is told the bytes of one connection, in their order. With TLS they are told as they are before it encrypts them. */
export interface BytesObserver {
  /** These bytes are sent. They are valid during the call only, and must not be changed. */
  sent(bytes: Uint8Array): void;
  /** These bytes came. They are valid during the call only, and must not be changed. */
  received(bytes: Uint8Array): void;
}

/** Called with the server that a new connection leads to. What it returns is told the bytes of that connection. */
export type Observe = (address: Address) => BytesObserver;

/** Has an observer told all bytes of a socket, on which nothing was sent or read yet. */
export function observeBytes(socket: Socket, observer: BytesObserver): void {
  const write = socket.write.bind(socket) as (bytes: string | Uint8Array, ...rest: unknown[]) => boolean;
  socket.write = (bytes: string | Uint8Array, ...rest: unknown[]) => {
    if (socket.writable && bytes.length > 0)
      observer.sent(typeof bytes === "string" ? Buffer.from(bytes) : bytes);
    return write(bytes, ...rest);
  };
  // In front of those who draw conclusions from the bytes. Unlike `on` it does not begin to read before they are there.
  socket.prependListener("data", (chunk: Uint8Array) => observer.received(chunk));
}
