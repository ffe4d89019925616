import type { Socket } from "node:net";
import { TEXT_PAUSE_MS } from "@hitung/protocol";

/** Tells when a client has sent nothing for TEXT_PAUSE_MS, which ends a message in text mode. */
export class TextPause {
  readonly #socket: Socket;
  readonly #listener: { onPause(): void };
  readonly #timer = setTimeout(() => this.#check(), TEXT_PAUSE_MS);

  /** Begins to wait. */
  constructor(socket: Socket, listener: { onPause(): void }) {
    this.#socket = socket;
    this.#listener = listener;
  }

  /** Waits for the whole time again, as bytes came. */
  restart(): void {
    this.#timer.refresh();
  }

  /** Tells nothing more. The socket is closed. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * The time is over. In a turn of the event loop timers come before sockets: if the loop was busy, bytes that came in
   * the meantime are read only after this. So it looks again at the end of the turn. While the client is not read
   * from, its silence means nothing.
   */
  #check(): void {
    const { bytesRead } = this.#socket;
    setImmediate(() => {
      if (!this.#socket.writable) return;
      if (this.#socket.isPaused() || this.#socket.bytesRead !== bytesRead) this.restart();
      else this.#listener.onPause();
    });
  }
}
