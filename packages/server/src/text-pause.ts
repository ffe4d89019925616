import { TEXT_PAUSE_MS } from "@hitung/protocol";
import type { Transport } from "./sockets/transport.js";

/** Tells when a client has sent nothing for TEXT_PAUSE_MS, which ends a message in text mode. */
export class TextPause {
  readonly #transport: Transport;
  readonly #listener: { onPause(): void };
  readonly #timer = setTimeout(() => this.#check(), TEXT_PAUSE_MS);

  /** Begins to wait. */
  constructor(transport: Transport, listener: { onPause(): void }) {
    this.#transport = transport;
    this.#listener = listener;
  }

  /** Waits for the whole time again, as bytes came. */
  restart(): void {
    this.#timer.refresh();
  }

  /** Tells nothing more. The connection is closed. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /**
   * The time is over. In a turn of the event loop timers come before sockets: if the loop was busy, bytes that came in
   * the meantime are read only after this. So it looks again at the end of the turn. While the client is not read
   * from, its silence means nothing.
   */
  #check(): void {
    const { bytesRead } = this.#transport;
    setImmediate(() => {
      if (!this.#transport.isWritable) return;
      if (this.#transport.isPaused || this.#transport.bytesRead !== bytesRead) this.restart();
      else this.#listener.onPause();
    });
  }
}
