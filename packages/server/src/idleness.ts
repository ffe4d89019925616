/** How much of a message, in bytes, has to come for a connection not to count as idle before the message is whole. */
const PROGRESS_SIZE = 1024;

/**
 * Whether a connection gets on. What counts is a message that was answered, or a substantial part of one: a byte now
 * and then is not progress. A client that takes no replies is not read from, so that it makes none.
 */
export class Progress {
  /** When it last was, on the clock of `performance.now`, and how much had come by then. */
  #since: number;
  #messages = 0;
  #bytesRead = 0;

  constructor(now: number) {
    this.#since = now;
  }

  /** For how many milliseconds there was no progress, which is looked for now. */
  idleTime(now: number, messages: number, bytesRead: number): number {
    if (messages !== this.#messages || bytesRead - this.#bytesRead >= PROGRESS_SIZE) {
      this.#since = now;
      this.#messages = messages;
      this.#bytesRead = bytesRead;
    }
    return now - this.#since;
  }
}
