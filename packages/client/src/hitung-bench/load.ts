import { LoadError } from "./errors.js";
import type { Exchange } from "./exchange.js";
import { Latencies } from "./latencies.js";
import { type ConnectionEnd, LoadConnection, type Target } from "./load-connection.js";
import { Pacer } from "./pacer.js";
import { Budget, Traffic, type Verdicts } from "./traffic.js";

/** Connections that are being made at the same time: fewer than the backlog of most servers, which is 511. */
const CONNECTING = 128;

/** What a load consists of. */
export interface Plan {
  /** Connections are made to one after the other. */
  readonly targets: readonly Target[];
  readonly exchange: Exchange;
  readonly connections: number;
  /** Messages in flight on each connection. */
  readonly pipeline: number;
  /** Messages a second, over all connections, which leave whether those before are answered or not. */
  readonly rate?: number | undefined;
  /** Whether messages whose connection is lost are sent again on another one. */
  readonly resend: boolean;
  /** Messages in all. Not used if there is a duration. */
  readonly messages: number;
  /** How long messages are sent. */
  readonly durationMs?: number | undefined;
  /** How long nothing may come or go on a connection, and how long the last replies may take after the duration. */
  readonly timeoutMs: number;
}

/**
 * A server under load. It is a closed loop, in which a message leaves when the reply to an earlier one came, unless there is
 * a rate.
 */
export class Load {
  readonly latencies = new Latencies();
  readonly #plan: Plan;
  readonly #budget: Budget;
  readonly #traffic: Traffic;
  readonly #connections: LoadConnection[] = [];
  readonly #timers: NodeJS.Timeout[] = [];
  #pacer: Pacer | undefined;
  #startedAt: number | undefined;
  #endedAt: number | undefined;

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#budget = new Budget(budgetOf(plan));
    const pipeline = plan.rate === undefined ? plan.pipeline : 0;
    this.#traffic = new Traffic(plan.exchange, pipeline, plan.resend, this.#budget, this.latencies);
  }

  /** What became of the messages so far. */
  get verdicts(): Verdicts {
    return this.#traffic.verdicts;
  }

  /** How long it has run, without the time to connect, in seconds. */
  get seconds(): number {
    if (this.#startedAt === undefined) return 0;
    return ((this.#endedAt ?? performance.now()) - this.#startedAt) / 1000;
  }

  /**
   * Connects, and runs until all messages are answered, or until `signal` is aborted.
   * @returns why it could not go on, if a connection failed; what was measured until then stays
   */
  async run(signal: AbortSignal): Promise<LoadError | undefined> {
    const interrupted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), { once: true });
    });
    if (signal.aborted) return undefined;
    try {
      await Promise.race([interrupted, this.#run()]);
      return undefined;
    } catch (error) {
      if (!(error instanceof LoadError)) throw error;
      this.verdicts.errors++;
      return error;
    } finally {
      this.#endedAt = performance.now();
      this.#pacer?.stop();
      for (const timer of this.#timers) clearTimeout(timer);
      for (const connection of this.#connections) connection.destroy();
    }
  }

  async #run(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      let running = this.#plan.connections;
      const end = {
        onDone: () => {
          if (--running === 0) resolve();
        },
        onFailure: reject,
      };
      this.#connect(end).then(() => {
        this.#startedAt = performance.now();
        this.#limit(reject);
        for (const connection of this.#connections) connection.start();
        const { rate } = this.#plan;
        if (rate !== undefined) this.#pacer = new Pacer(rate, this.#connections, this.#budget);
      }, reject);
    });
  }

  async #connect(end: ConnectionEnd): Promise<void> {
    const { connections, targets, timeoutMs } = this.#plan;
    // The first one alone tells whether there is a server.
    for (let left = connections, count = 1; left > 0; left -= count, count = Math.min(left, CONNECTING)) {
      const connected = Array.from(
        { length: count },
        () =>
          new Promise<void>((resolve) => {
            const target = targets[this.#connections.length % targets.length] as Target;
            this.#connections.push(new LoadConnection(target, timeoutMs, this.#traffic, end, resolve));
          }),
      );
      await Promise.all(connected);
    }
  }

  #limit(reject: (error: LoadError) => void): void {
    const { durationMs, rate, timeoutMs } = this.#plan;
    // At a rate it is known how many messages are due in that time: all of them leave, also if that takes longer.
    if (durationMs === undefined || rate !== undefined) return;
    const stop = () => {
      this.#budget.stop();
      this.#timers.push(setTimeout(() => reject(new LoadError("ETIMEDOUT")), timeoutMs));
    };
    this.#timers.push(setTimeout(stop, durationMs));
  }
}

/** How many messages may be sent; Infinity if a timer ends that. */
function budgetOf({ durationMs, messages, rate }: Plan): number {
  if (durationMs === undefined) return messages;
  return rate === undefined ? Number.POSITIVE_INFINITY : Math.max(1, Math.round((rate * durationMs) / 1000));
}
