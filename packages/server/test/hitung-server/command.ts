import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import { Writable } from "node:stream";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { run } from "../../src/hitung-server/run.js";

export const { version } = JSON.parse(
  readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
) as { version: string };

/** The command line in this process, which ends with the test, and what it prints. */
export class Command {
  readonly exitCode: Promise<number>;
  stdout = "";
  stderr = "";
  /** Where it looks for signals of the system. */
  readonly signals = new EventEmitter();
  readonly #shutdown = new AbortController();
  #onOutput = () => {};

  constructor(args: readonly string[], columns?: number) {
    const sink = (name: "stdout" | "stderr") => {
      const write = (chunk: Buffer, _encoding: string, done: () => void) => {
        this[name] += chunk;
        this.#onOutput();
        done();
      };
      return Object.assign(new Writable({ write }), columns === undefined ? {} : { isTTY: true, columns });
    };
    whenTestEnds(async () => {
      this.stop();
      await this.exitCode;
    });
    this.exitCode = run(args, {
      stdout: sink("stdout"),
      stderr: sink("stderr"),
      shutdown: this.#shutdown.signal,
      abandonment: new AbortController().signal,
      signals: this.signals,
      version,
    });
  }

  stop(): void {
    this.#shutdown.abort();
  }

  async printed(text: string): Promise<void> {
    while (!this.stdout.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#onOutput = resolve;
      });
    }
  }

  /** The lines of the log, each a JSON object. */
  get log(): Record<string, unknown>[] {
    return this.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
  }

  /** Where clients connect, once it listens. */
  get port(): number {
    return Number(this.log.find((line) => "maxConnections" in line)?.port);
  }
}

/** Starts the command line, whose output nobody looks at but the test. */
export function start(...args: string[]): Command {
  return new Command(args);
}

/** Starts the command line on a terminal of so many columns. */
export function startOnTerminal(columns: number, ...args: string[]): Command {
  return new Command(args, columns);
}
