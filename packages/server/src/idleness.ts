/** How much of a message, in bytes, has to come for a connection not to count as idle before the message is whole. */
const PROGRESS_SIZE = 1024;

/**
 * How long a connection has been idle. A message that was answered ends its idleness, and so does a substantial part
 * of one; a byte now and then does not. A client that takes no replies is not read from, so that it is idle.
 */
export class Idleness {
  /** When it began, on the clock of `performance.now`, and what had been answered and read by then. */
  #since: number;
  #messages = 0;
  #bytesRead = 0;

  constructor(now: number) {
    this.#since = now;
  }

  /** Returns for how many milliseconds the connection has been idle, after what was answered and read until now. */
  measure(now: number, messages: number, bytesRead: number): number {
    if (messages !== this.#messages || bytesRead - this.#bytesRead >= PROGRESS_SIZE) {
      this.#since = now;
      this.#messages = messages;
      this.#bytesRead = bytesRead;
    }
    return now - this.#since;
  }
}
