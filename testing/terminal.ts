import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { whenTestEnds } from "./cleanup.js";

/** Runs a command on a terminal of its own, and hands on what goes in and comes out. */
const ON_TERMINAL = `
import os, pty, sys
sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))
`;

/** A command on a real terminal, which Python makes. It ends with the test at the latest. */
export class Terminal {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly exitCode: Promise<number>;
  output = "";
  #onOutput = () => {};

  /** @param env the variables of its environment, besides PATH and TERM */
  constructor(command: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#child = spawn("python3", ["-c", ON_TERMINAL, ...command], {
      env: { PATH: process.env.PATH, TERM: "xterm-256color", ...env },
    });
    this.#child.stdout.on("data", (chunk) => {
      this.output += chunk;
      this.#onOutput();
    });
    this.exitCode = once(this.#child, "close").then(([code]) => code);
    whenTestEnds(async () => {
      this.#child.kill();
      await this.exitCode;
    });
  }

  /** Types, and waits until this is printed after it. */
  async type(keys: string, printed: string): Promise<void> {
    const start = this.output.length;
    this.#child.stdin.write(keys);
    await this.printed(printed, start);
  }

  async printed(text: string, start = 0): Promise<void> {
    while (!this.output.slice(start).includes(text)) {
      await new Promise<void>((resolve) => {
        this.#onOutput = resolve;
      });
    }
  }

  press(key: string): void {
    this.#child.stdin.write(key);
  }
}
