import { ErrorCode, FrameKind, ReplyBuffer, type Responder, writeError } from "@hitung/protocol";
import { NOBODY, startLingering, type Transport, type TransportHandler } from "./transport.js";

/** How long, in milliseconds, a client that comes when it cannot stay has to show by its first byte what it wants. */
export const FIRST_BYTE_MS = 1000;

/** Any byte that begins a text. */
export const TEXT_BYTE = 0;

/**
 * Tells a client in its own mode that the server is busy, and closes. A client that says nothing is told in text: it
 * is more likely to be a person.
 */
export class Refusal implements TransportHandler {
  readonly #transport: Transport;
  readonly #createResponder: (firstByte: number, replies: ReplyBuffer) => Responder;
  readonly #onClosed: () => void;
  #hasSpoken = false;
  #timer: NodeJS.Timeout;

  constructor(
    transport: Transport,
    createResponder: (firstByte: number, replies: ReplyBuffer) => Responder,
    onClosed: () => void,
  ) {
    this.#transport = transport;
    this.#createResponder = createResponder;
    this.#onClosed = onClosed;
    this.#timer = setTimeout(() => this.#tell(TEXT_BYTE), FIRST_BYTE_MS);
    transport.handler = this;
  }

  onData(chunk: Uint8Array): void {
    this.#tell(chunk[0] as number);
  }

  onDrain(): void {}

  /** It may have nothing to say, and waits for our word. */
  onEnd(): void {
    this.#tell(TEXT_BYTE);
  }

  onClose(): void {
    clearTimeout(this.#timer);
    this.#onClosed();
  }

  #tell(firstByte: number): void {
    if (this.#hasSpoken) return;
    this.#hasSpoken = true;
    clearTimeout(this.#timer);
    this.#timer = startLingering(this.#transport);
    const replies = new ReplyBuffer();
    this.#createResponder(firstByte, replies).terminate(ErrorCode.SERVER_BUSY);
    this.#transport.write(replies.take());
    this.#transport.end();
  }
}

/**
 * Closes the connection of a client that comes in the wrong way. If its first byte shows that it speaks frames it is told
 * with an ERROR; anything else may not even be a client.
 */
export function explain(
  transport: Transport,
  firstByte: number | undefined,
  explanation: string,
  onClosed: () => void,
): void {
  const timer = startLingering(transport);
  transport.handler = {
    ...NOBODY,
    onClose() {
      clearTimeout(timer);
      onClosed();
    },
  };
  if (firstByte === FrameKind.MESSAGE || firstByte === FrameKind.PART) {
    const { bytes } = new ReplyBuffer();
    transport.write(bytes.subarray(0, writeError(bytes, 0, ErrorCode.BAD_FRAME, explanation)));
  }
  transport.end();
}
