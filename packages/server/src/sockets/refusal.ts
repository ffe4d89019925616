import type { Socket } from "node:net";
import { ErrorCode, FrameKind, ReplyBuffer, type Responder, writeError } from "@hitung/protocol";
import { endOurSide, startLingering } from "./closing.js";

/** How long, in milliseconds, a client that comes when it cannot stay has to show by its first byte what it wants. */
export const FIRST_BYTE_MS = 1000;

/** Any byte that begins a text. */
export const TEXT_BYTE = 0;

/**
 * Tells a client in its own mode that the server is busy, and closes. A client that says nothing is told in text: it
 * is more likely to be a person.
 */
export function refuse(
  socket: Socket,
  createResponder: (firstByte: number, replies: ReplyBuffer) => Responder,
): void {
  const tell = (firstByte: number) => {
    socket.off("data", onData).off("end", onEnd);
    clearTimeout(timer);
    timer = startLingering(socket);
    const replies = new ReplyBuffer();
    createResponder(firstByte, replies).terminate(ErrorCode.SERVER_BUSY);
    socket.write(replies.take());
    endOurSide(socket);
  };
  const onData = (chunk: Uint8Array) => tell(chunk[0] as number);
  // It may have nothing to say, and waits for our word.
  const onEnd = () => tell(TEXT_BYTE);
  let timer = setTimeout(() => tell(TEXT_BYTE), FIRST_BYTE_MS);
  socket
    .on("data", onData)
    .on("end", onEnd)
    .on("error", () => {})
    .on("close", () => clearTimeout(timer))
    // It may have been paused until now.
    .resume();
}

/**
 * Closes the connection of a client that comes in the wrong way. If its first byte shows that it speaks frames it is told
 * with an ERROR; anything else may not even be a client.
 */
export function explain(socket: Socket, firstByte: number | undefined, explanation: string): void {
  const timer = startLingering(socket);
  socket.on("error", () => {}).on("close", () => clearTimeout(timer));
  if (firstByte === FrameKind.MESSAGE || firstByte === FrameKind.PART) {
    const { bytes } = new ReplyBuffer();
    socket.write(bytes.subarray(0, writeError(bytes, 0, ErrorCode.BAD_FRAME, explanation)));
  }
  endOurSide(socket);
}
