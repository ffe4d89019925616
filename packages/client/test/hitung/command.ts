import { PassThrough } from "node:stream";
import type { Environment } from "../../src/command-line/table.js";
import { run } from "../../src/hitung/run.js";

/** The command line in this process, with streams instead of a terminal or pipes. */
export class Command {
  readonly stdin = new PassThrough();
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  readonly exitCode: Promise<number>;
  output = "";
  errors = "";
  #onOutput = () => {};

  constructor(
    args: readonly string[],
    { isTTY = false, columns = 0, env = {} }: { isTTY?: boolean; columns?: number; env?: Environment } = {},
  ) {
    Object.assign(this.stdin, { isTTY });
    Object.assign(this.stdout, { isTTY, columns });
    Object.assign(this.stderr, { isTTY });
    this.stdout.on("data", (chunk) => {
      this.output += chunk;
      this.#onOutput();
    });
    this.stderr.on("data", (chunk) => {
      this.errors += chunk;
      this.#onOutput();
    });
    this.exitCode = run(args, {
      stdin: this.stdin,
      stdout: this.stdout,
      stderr: this.stderr,
      env,
      version: "1.2.3",
      program: "",
    });
  }

  /** Waits until this was printed. */
  async printed(text: string): Promise<void> {
    while (!this.output.includes(text) && !this.errors.includes(text)) {
      await new Promise<void>((resolve) => {
        this.#onOutput = resolve;
      });
    }
  }

  /** Gives this as all of standard input, and waits for the end. */
  async finish(stdin: string | Uint8Array = ""): Promise<{ code: number; stdout: string; stderr: string }> {
    this.stdin.end(stdin);
    const code = await this.exitCode;
    return { code, stdout: this.output, stderr: this.errors };
  }
}

/** Runs the command line to its end. */
export function command(...args: (string | number)[]): Command {
  return new Command(args.map(String));
}
