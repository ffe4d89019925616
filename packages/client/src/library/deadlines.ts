/** The longest time that a timer of Node measures, in milliseconds; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** How long a server may be silent, in milliseconds, unless told otherwise. */
export const REPLY_TIMEOUT_MS = 30_000;

/** Calls `onEnd` after so many milliseconds. If they are 0 or Infinity, there is no limit, and no timer. */
export function startTimer(ms: number, onEnd: () => void): NodeJS.Timeout | undefined {
  return ms > 0 && ms < Number.POSITIVE_INFINITY ? setTimeout(onEnd, Math.min(ms, LONGEST_MS)) : undefined;
}

/** Notices that a server is silent for too long while it has something to do. */
export class Silence {
  readonly #bytesRead: () => number;
  readonly #timer: NodeJS.Timeout | undefined;
  #isBusy = false;

  /**
   * @param limit milliseconds; 0 is no limit
   * @param bytesRead returns how many bytes the server has sent so far
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

  /** The server did something: the time begins anew. */
  restart(): void {
    this.#timer?.refresh();
  }

  stop(): void {
    this.#isBusy = false;
    clearTimeout(this.#timer);
  }

  #onLimit(onTooLong: () => void): void {
    if (!this.#isBusy) return;
    // If the event loop was held up, the timer fires before the bytes that came meanwhile are read. Node reads them
    // in this same turn, and runs what `setImmediate` was given after that.
    const before = this.#bytesRead();
    setImmediate(() => {
      if (this.#isBusy && this.#bytesRead() === before) onTooLong();
    });
  }
}

/** What can be watched: it tells when there is nothing left to cancel. */
interface Watched {
  onSettled: (() => void) | undefined;
}

/** Cancels calls whose signal was aborted or whose time is over. A signal that many calls share has one listener. */
export class Canceller<T extends Watched> {
  readonly #callsOf = new Map<AbortSignal, Set<T>>();
  readonly #cancel: (call: T, reason: unknown) => void;

  constructor(cancel: (call: T, reason: unknown) => void) {
    this.#cancel = cancel;
  }

  /**
   * Watches a call until it is settled.
   * @param timeout milliseconds; 0 is no limit
   * @param timedOut makes the error of a call whose time is over
   */
  watch(call: T, signal: AbortSignal | undefined, timeout: number, timedOut: () => Error): void {
    const timer = startTimer(timeout, () => this.#cancel(call, timedOut()));
    const calls = signal && this.#listenTo(signal).add(call);
    call.onSettled = () => {
      clearTimeout(timer);
      if (signal === undefined || calls === undefined) return;
      calls.delete(call);
      if (calls.size === 0) this.#forget(signal);
    };
  }

  #listenTo(signal: AbortSignal): Set<T> {
    let calls = this.#callsOf.get(signal);
    if (calls === undefined) {
      calls = new Set();
      this.#callsOf.set(signal, calls);
      signal.addEventListener("abort", this.#onAbort);
    }
    return calls;
  }

  #forget(signal: AbortSignal): void {
    this.#callsOf.delete(signal);
    signal.removeEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = ({ target }: Event): void => {
    const signal = target as AbortSignal;
    for (const call of this.#callsOf.get(signal) ?? []) this.#cancel(call, signal.reason);
  };
}
