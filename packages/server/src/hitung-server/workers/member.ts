import { type ChildProcess, spawn } from "node:child_process";
import { execArgv, execPath } from "node:process";
import { NOTHING, type Snapshot } from "../snapshot.js";
import { WORKER_PROGRAM } from "../worker-program.js";
import type { FromWorker, ToWorker } from "./messages.js";

/** What Node is started with. Of a debugger there is one: the primary's. */
const ARGUMENTS = execArgv.filter((argument) => !argument.startsWith("--inspect"));

/** How long, in milliseconds, a worker may take to tell what it has done: one may be stopped. */
const MEASURE_MS = 500;

/** What a worker says that is not the business of its member. */
export interface MemberHandler {
  onAsk(member: Member): void;
  onGive(member: Member, slots: number): void;
}

/** How a worker ended, as the system tells it: its exit code or the signal. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

/** One worker, as the primary process sees it. */
export class Member {
  state: "starting" | "listening" | "draining" = "starting";
  /** What it had done when it last told. */
  snapshot: Snapshot = NOTHING;
  /** Settles when the process has ended. */
  readonly exited: Promise<Exit>;
  /** Settles once it listens. Fails with a system error if it cannot, or ended before. */
  readonly listening: Promise<void>;
  readonly #child: ChildProcess;
  #listeningSince: number | undefined;
  #onMeasured = () => {};
  #measuring: Promise<void> | undefined;

  /** @param fd the socket on which it listens */
  constructor(fd: number, handler: MemberHandler) {
    this.#child = spawn(execPath, [...ARGUMENTS, WORKER_PROGRAM], {
      stdio: ["ignore", "inherit", "inherit", "ipc", fd],
    });
    this.exited = new Promise((resolve) => {
      this.#child.once("exit", (code, signal) => resolve({ code, signal }));
      // The system has no room for another process.
      this.#child.once("error", () => resolve({ code: null, signal: null }));
    });
    this.listening = new Promise((resolve, reject) => {
      this.#child.on("message", (message: FromWorker) => {
        if (message.kind === "listening") {
          this.#listeningSince = performance.now();
          if (this.state === "starting") this.state = "listening";
          resolve();
        } else if (message.kind === "failed") {
          reject(Object.assign(new Error(message.message), { code: message.code }));
        } else if (message.kind === "measured") {
          this.snapshot = message.snapshot;
          this.#onMeasured();
        } else if (message.kind === "ask") handler.onAsk(this);
        else handler.onGive(this, message.slots);
      });
      this.#child.once("error", reject);
      this.exited.then((exit) => reject(new Error(describeExit(exit))));
    });
    // Whoever is interested waits for it.
    this.listening.catch(() => {});
  }

  /** Undefined if the process could not be started. */
  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** For how many milliseconds it has listened. */
  get age(): number {
    return this.#listeningSince === undefined ? 0 : performance.now() - this.#listeningSince;
  }

  /** Tells the worker something, if it is still there. */
  send(message: ToWorker): void {
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  /** Has it tell what it has done. After a while what it told before stands. */
  async measure(): Promise<void> {
    this.#measuring ??= this.#measure().finally(() => {
      this.#measuring = undefined;
    });
    await this.#measuring;
  }

  async #measure(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, MEASURE_MS);
      this.#onMeasured = resolve;
      this.exited.then(() => resolve());
      this.send({ kind: "measure" });
    });
    clearTimeout(timer);
  }

  /** Ends the process at once. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }
}

/** The exit code, or the signal. */
export function describeExit({ code, signal }: Exit): string {
  return signal ?? (code === null ? "not started" : `exit ${code}`);
}
