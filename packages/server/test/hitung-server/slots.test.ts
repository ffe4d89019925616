import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { SlotPool, WorkerSlots } from "../../src/hitung-server/workers/slots.js";

/** A worker on the other side of two channels, whose messages come when the test delivers them. */
class Worker {
  readonly slots: WorkerSlots;
  readonly toPool: (() => void)[] = [];
  readonly toWorker: (() => void)[] = [];
  clients = 0;
  refused = 0;

  constructor(pool: SlotPool<Worker>) {
    this.slots = new WorkerSlots(
      pool.spare,
      () =>
        this.toPool.push(() => {
          const granted = pool.take(this);
          this.toWorker.push(() => this.slots.onGranted(granted));
        }),
      (given) => this.toPool.push(() => pool.give(this, given)),
    );
    pool.add(this);
  }

  connect(): void {
    const note = (isTaken: boolean) => {
      if (isTaken) this.clients++;
      else this.refused++;
    };
    const taken = this.slots.take();
    if (typeof taken === "boolean") note(taken);
    else taken.then(note);
  }

  disconnect(): void {
    if (this.clients === 0) return;
    this.clients--;
    this.slots.release();
  }
}

const ACTIONS = ["connect", "disconnect", "to pool", "to worker"] as const;

/** Delivers all messages, of which some call for others. */
async function settle(workers: readonly Worker[]): Promise<void> {
  for (let isBusy = true; isBusy; ) {
    isBusy = false;
    for (const { toPool, toWorker } of workers) {
      for (const message of [...toPool.splice(0), ...toWorker.splice(0)]) {
        isBusy = true;
        message();
      }
    }
    await null;
  }
}

test.each([1, 7, 100, 300])(
  "of %i slots none is lost or used twice, in whatever order messages come",
  async (size) => {
    const action = fc.tuple(fc.constantFrom(...ACTIONS), fc.nat(2));
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 600 }), async (actions) => {
        const workers: Worker[] = [];
        const pool = new SlotPool<Worker>(size, (slots) => {
          for (const worker of workers) worker.toWorker.push(() => worker.slots.onSpare(slots));
        });
        for (let i = 0; i < 3; i++) workers.push(new Worker(pool));
        const clients = () => workers.reduce((sum, worker) => sum + worker.clients, 0);
        for (const [kind, at] of actions) {
          const worker = workers[at] as Worker;
          if (kind === "connect") worker.connect();
          else if (kind === "disconnect") worker.disconnect();
          else if (kind === "to pool") worker.toPool.shift()?.();
          else worker.toWorker.shift()?.();
          await null;
          expect(clients()).toBeLessThanOrEqual(size);
        }
        await settle(workers);
        // Now all that are free can be had, and no more.
        const free = size - clients();
        for (const worker of workers) worker.refused = 0;
        for (let i = 0; i < free + 3; i++) {
          workers[i % 3]?.connect();
          await settle(workers);
        }
        expect(clients()).toBe(size);
        expect(workers.reduce((sum, { refused }) => sum + refused, 0)).toBe(3);
        // A worker that is gone gives all back.
        const [dead, ...others] = workers as [Worker, Worker, Worker];
        pool.remove(dead);
        for (let i = 0; i < dead.clients; i++) others[0]?.connect();
        await settle(others);
        expect(others.reduce((sum, worker) => sum + worker.clients, 0)).toBe(size);
      }),
      { numRuns: 60 },
    );
  },
);

test("while there are plenty a worker seldom has to ask", () => {
  const pool = new SlotPool<Worker>(10_000, () => {});
  const worker = new Worker(pool);
  let asked = 0;
  for (let i = 0; i < 1000; i++) {
    worker.connect();
    asked += worker.toPool.length;
    for (const message of [...worker.toPool.splice(0), ...worker.toWorker.splice(0)]) message();
    for (const message of worker.toWorker.splice(0)) message();
  }
  expect(asked).toBeLessThan(40);
});
