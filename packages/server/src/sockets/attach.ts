import type { Socket } from "node:net";
import { readInto } from "./read-into.js";

/** What is called when something happens on a socket. */
export interface SocketHandler {
  /** Bytes came, in memory of their own. */
  onData(chunk: Uint8Array): void;
  /** Bytes came: the first `size` of the shared memory. */
  onInput(size: number): void;
  onDrain(): void;
  onEnd(): void;
  onError(error: NodeJS.ErrnoException): void;
  onClose(): void;
}

const HANDLER = Symbol("handler");
type AttachedSocket = Socket & { [HANDLER]: SocketHandler };

/**
 * Has the handler called when something happens on the socket. All sockets share the same listeners: an idle
 * connection costs 1.4 KB less than with listeners of its own.
 * @param input memory that bytes are read into, if the socket allows it
 */
export function attach(socket: Socket, handler: SocketHandler, input: Uint8Array): void {
  (socket as AttachedSocket)[HANDLER] = handler;
  if (!readInto(socket, input, onBytes)) socket.on("data", onData);
  socket.on("drain", onDrain).on("end", onEnd).on("error", onError).on("close", onClose);
}

function onData(this: Socket, chunk: Buffer): void {
  (this as AttachedSocket)[HANDLER].onData(chunk);
}

function onBytes(this: Socket, size: number): void {
  (this as AttachedSocket)[HANDLER].onInput(size);
}

function onDrain(this: Socket): void {
  (this as AttachedSocket)[HANDLER].onDrain();
}

function onEnd(this: Socket): void {
  (this as AttachedSocket)[HANDLER].onEnd();
}

/** Without a handler an error would end the process. `close` follows. */
function onError(this: Socket, error: NodeJS.ErrnoException): void {
  (this as AttachedSocket)[HANDLER].onError(error);
}

function onClose(this: Socket): void {
  (this as AttachedSocket)[HANDLER].onClose();
}
