import { startTimer } from "./timer.js";

/** How long a server may be silent, in milliseconds, unless told otherwise. */
export const REPLY_TIMEOUT_MS = 30_000;

/** Notices that a server is silent for too long while it has something to do. */
export class Silence {
  readonly #bytesRead: () => number;
  readonly #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  /**
   * @param limit milliseconds; 0 is no limit
   * @param bytesRead how much the server has said
   */
  constructor(limit: number, bytesRead: () => number, onTooLong: () => void) {
    this.#bytesRead = bytesRead;
    this.#timer = startTimer(limit, () => this.#onLimit(onTooLong))?.unref();
  }

  /** Whether the server has something to do. */
  set isBusy(isBusy: boolean) {
    if (isBusy && !this.#isBusy) this.restart();
    this.#isBusy = isBusy;
  }

  /** The server did something. */
  restart(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    this.#isBusy = false;
    clearTimeout(this.#timer);
  }

  #onLimit(onTooLong: () => void): void {
    if (!this.#isBusy) return;
    // Where the event loop was held up, what came in the meantime is read only after the timers, in this same turn.
    const before = this.#bytesRead();
    setImmediate(() => {
      if (this.#isBusy && this.#bytesRead() === before) onTooLong();
    });
  }
}
