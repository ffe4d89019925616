import type { Call } from "./call.js";
import { startTimer } from "./timer.js";

/** Cancels calls whose signal was aborted or whose time is over. A signal that many calls share is listened to once. */
export class Canceller {
  readonly #callsOf = new Map<AbortSignal, Set<Call>>();
  readonly #cancel: (call: Call, reason: unknown) => void;

  constructor(cancel: (call: Call, reason: unknown) => void) {
    this.#cancel = cancel;
  }

  /**
   * Watches a call until it is settled.
   * @param timeout milliseconds; 0 is no limit
   * @param timedOut makes the error of a call whose time is over
   */
  watch(call: Call, signal: AbortSignal | undefined, timeout: number, timedOut: () => Error): void {
    const timer = startTimer(timeout, () => this.#cancel(call, timedOut()));
    const calls = signal && this.#listenTo(signal).add(call);
    call.onSettled = () => {
      clearTimeout(timer);
      if (signal === undefined || calls === undefined) return;
      calls.delete(call);
      if (calls.size === 0) this.#forget(signal);
    };
  }

  #listenTo(signal: AbortSignal): Set<Call> {
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
