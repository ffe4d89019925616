import type { ConnectionLimit } from "../../options.js";

/** How many slots a worker is given at once, and may keep, while there are plenty: so it seldom has to ask. */
const BATCH = 32;

/**
 * The right to serve a client, which workers share: there are never more clients than slots. While they are plenty workers
 * keep some that they do not use. When they become few, each is told to give these back, and asks for each client.
 */
export class SlotPool<Worker> {
  readonly #granted = new Map<Worker, number>();
  readonly #tellSpare: (slots: number) => void;
  #free: number;
  #arePlenty = true;

  /** @param tellSpare tells all workers how many slots they may keep that they do not use */
  constructor(slots: number, tellSpare: (slots: number) => void) {
    this.#free = slots;
    this.#tellSpare = tellSpare;
  }

  /** How many slots a worker may keep that it does not use. */
  get spare(): number {
    return this.#arePlenty ? BATCH : 0;
  }

  /** A worker comes. */
  add(worker: Worker): void {
    this.#granted.set(worker, 0);
    this.#look();
  }

  /** It is gone, and all of its clients. */
  remove(worker: Worker): void {
    this.#free += this.#granted.get(worker) ?? 0;
    this.#granted.delete(worker);
    this.#look();
  }

  /** A worker needs a slot. Returns how many it gets. */
  take(worker: Worker): number {
    const slots = Math.min(this.#free, this.#arePlenty ? BATCH : 1);
    this.#move(worker, slots);
    return slots;
  }

  /** A worker gives slots back. */
  give(worker: Worker, slots: number): void {
    this.#move(worker, -slots);
  }

  #move(worker: Worker, slots: number): void {
    this.#free -= slots;
    this.#granted.set(worker, (this.#granted.get(worker) ?? 0) + slots);
    this.#look();
  }

  /** Between the two limits nothing changes, so that it does not go to and fro. */
  #look(): void {
    const needed = BATCH * this.#granted.size;
    const arePlenty = this.#arePlenty ? this.#free >= 2 * needed : this.#free >= 4 * needed;
    if (arePlenty === this.#arePlenty) return;
    this.#arePlenty = arePlenty;
    this.#tellSpare(this.spare);
  }
}

/** The part of a worker: takes its slots from what it was given, and asks for more. */
export class WorkerSlots implements ConnectionLimit {
  readonly #ask: () => void;
  readonly #give: (slots: number) => void;
  readonly #waiting: ((isTaken: boolean) => void)[] = [];
  #unused = 0;
  #spare: number;
  /** How many questions have no answer yet. */
  #asked = 0;

  /** @param spare how many slots it may keep that it does not use */
  constructor(spare: number, ask: () => void, give: (slots: number) => void) {
    this.#spare = spare;
    this.#ask = ask;
    this.#give = give;
  }

  take(): boolean | Promise<boolean> {
    if (this.#unused > 0) {
      this.#unused--;
      return true;
    }
    this.#asked++;
    this.#ask();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  release(): void {
    this.#unused++;
    this.#useOrGive();
  }

  /** The answer to the oldest question that has none: so many slots. */
  onGranted(slots: number): void {
    this.#asked--;
    this.#unused += slots;
    this.#useOrGive();
    // Some of those who waited may have got what others gave back.
    if (this.#waiting.length > this.#asked) this.#waiting.shift()?.(false);
  }

  onSpare(slots: number): void {
    this.#spare = slots;
    this.#useOrGive();
  }

  /** Nobody answers any more. */
  end(): void {
    for (const resolve of this.#waiting.splice(0)) resolve(false);
  }

  #useOrGive(): void {
    while (this.#unused > 0 && this.#waiting.length > 0) {
      this.#unused--;
      this.#waiting.shift()?.(true);
    }
    const excess = this.#unused - this.#spare;
    if (excess <= 0) return;
    this.#unused -= excess;
    this.#give(excess);
  }
}
