import { setTimeout as sleep } from "node:timers/promises";

/** How often a condition is looked at, in milliseconds. */
const INTERVAL_MS = 10;

/** Something that goes on, or is still for the moment. */
export interface Activity {
  /** A value that is another one whenever something happened since the last time. */
  pulse(): string;
}

/**
 * Waits for what may never come. Time counts only while nothing happens: a machine that is busy makes nobody wait in
 * vain. Who never comes to rest is given up after ten times as long.
 */
export class Patience {
  readonly #activity: Activity;
  readonly #timeout: number;

  /** @param timeout how long nothing may happen, in milliseconds */
  constructor(activity: Activity, timeout: number) {
    this.#activity = activity;
    this.#timeout = timeout;
  }

  /** @returns whether the condition came to hold before nothing happened for so long */
  async until(holds: () => boolean, timeout = this.#timeout): Promise<boolean> {
    const start = performance.now();
    let still = start;
    let looked = start;
    let pulse = this.#activity.pulse();
    while (!holds()) {
      await sleep(INTERVAL_MS);
      const now = performance.now();
      const next = this.#activity.pulse();
      // If we were not given a processor ourselves, neither were others, perhaps.
      if (next !== pulse || now - looked > 10 * INTERVAL_MS) still = now;
      pulse = next;
      looked = now;
      if (now - still > timeout || now - start > 10 * Math.max(timeout, this.#timeout)) return holds();
    }
    return true;
  }

  /** Waits until nothing has happened for so long, or a condition holds. */
  async quiet(ms: number, holds: () => boolean = () => false): Promise<void> {
    await this.until(holds, ms);
  }
}
