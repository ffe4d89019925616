import type { LoadConnection } from "./load-connection.js";
import type { Budget } from "./traffic.js";

/** Node's timers are as fine as this, in milliseconds: for less, the event loop goes round without waiting. */
const TIMER_MS = 1;

/**
 * Has messages leave at a rate of their own, whatever becomes of those before (an open loop): what a server that stands still
 * for a moment makes wait is measured, too. (A closed loop, which waits for the answer, would just send less meanwhile, and
 * tell of one slow answer: "coordinated omission".)
 */
export class Pacer {
  readonly #interval: number;
  readonly #connections: readonly LoadConnection[];
  readonly #budget: Budget;
  readonly #startedAt = performance.now();
  #sent = 0;
  #isStopped = false;

  /** @param rate messages a second, over all connections */
  constructor(rate: number, connections: readonly LoadConnection[], budget: Budget) {
    this.#interval = 1000 / rate;
    this.#connections = connections;
    this.#budget = budget;
    this.#run();
  }

  stop(): void {
    this.#isStopped = true;
  }

  #run(): void {
    if (this.#isStopped) return;
    const now = performance.now();
    const first = this.#sent;
    const { length } = this.#connections;
    while (this.#nextAt <= now && this.#budget.take(1) === 1) {
      this.#connections[this.#sent % length]?.queue(this.#nextAt);
      this.#sent++;
    }
    const touched = Math.min(this.#sent - first, length);
    for (let i = 0; i < touched; i++) this.#connections[(first + i) % length]?.flush();
    if (this.#budget.isOver) {
      for (const connection of this.#connections) connection.finishIfDone();
      return;
    }
    const wait = this.#nextAt - performance.now();
    if (wait > TIMER_MS) setTimeout(() => this.#run(), wait - TIMER_MS);
    else setImmediate(() => this.#run());
  }

  /** When the next message is to leave, on the clock of `performance.now`. */
  get #nextAt(): number {
    return this.#startedAt + this.#sent * this.#interval;
  }
}
