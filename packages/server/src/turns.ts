/** For how long, in milliseconds, work that waits may hold up what clients send meanwhile. */
const ROUND_MS = 1;

/** Who has more to do than fits into one turn. */
export interface Worker {
  /** Does the next part. It may ask for another turn. */
  takeTurn(): void;
}

/**
 * Gives those who have more to do one turn after the other, the longest waiting first. After ROUND_MS the event loop
 * sees to all sockets before it goes on, so that who asks little is answered soon, whatever the others ask.
 */
export class Turns {
  readonly #waiting = new Set<Worker>();
  #isScheduled = false;
  readonly #run = () => this.#takeTurns();

  /** Has it take a turn, after all who wait already. */
  add(worker: Worker): void {
    this.#waiting.add(worker);
    this.#schedule();
  }

  /** It needs no turn any more. */
  remove(worker: Worker): void {
    this.#waiting.delete(worker);
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.size === 0) return;
    this.#isScheduled = true;
    setImmediate(this.#run);
  }

  #takeTurns(): void {
    this.#isScheduled = false;
    const end = performance.now() + ROUND_MS;
    // Each has one turn at most: those who ask for another come in the next round.
    let turns = this.#waiting.size;
    for (const worker of this.#waiting) {
      this.#waiting.delete(worker);
      worker.takeTurn();
      if (--turns === 0 || performance.now() >= end) break;
    }
    this.#schedule();
  }
}
