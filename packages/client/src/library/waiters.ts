interface Waiter {
  isReady(): boolean;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait for something to become true. */
export class Waiters {
  #waiting: Waiter[] = [];

  /** Settles once `isReady` returns true: at once, or when `check` is called. */
  async wait(isReady: () => boolean): Promise<void> {
    if (isReady()) return;
    await new Promise<void>((resolve, reject) => this.#waiting.push({ isReady, resolve, reject }));
  }

  /** Lets those go on who may. */
  check(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const waiter of waiting) {
      if (waiter.isReady()) waiter.resolve();
      else this.#waiting.push(waiter);
    }
  }

  /** Nobody has to wait any more: all go on, or fail with the error. */
  release(error?: Error): void {
    for (const { resolve, reject } of this.#waiting.splice(0)) {
      if (error === undefined) resolve();
      else reject(error);
    }
  }
}
