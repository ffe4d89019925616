import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterEach, test } from "@jest/globals";

export const BIN = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill("SIGKILL");
    await once(child, "close");
  }
});

/** A process that ends with the test at the latest. */
export class Process {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #stdout: Promise<string>;
  readonly #stderr: Promise<string>;
  readonly #exit: Promise<unknown[]>;

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args);
    children.push(this.child);
    // A test may stop reading.
    this.#stdout = text(this.child.stdout).catch(() => "");
    this.#stderr = text(this.child.stderr).catch(() => "");
    this.#exit = once(this.child, "close");
  }

  /** Sends this as all of its standard input, and waits for its end. */
  async finish(
    stdin: string | Uint8Array = "",
  ): Promise<{ code: number | null; signal: string | null; stdout: string; stderr: string }> {
    this.child.stdin.on("error", () => {}).end(stdin);
    const [code, signal] = (await this.#exit) as [number | null, string | null];
    return { code, signal, stdout: await this.#stdout, stderr: await this.#stderr };
  }
}

/** The real `hitung-server` in a process of its own, once it listens. */
export async function startServerProcess(...args: string[]): Promise<Process & { port: number }> {
  const server = new Process(process.execPath, [BIN, "--port", "0", ...args]);
  const [output] = (await once(server.child.stdout, "data")) as [Buffer];
  const port = Number(JSON.parse(output.toString().split("\n")[0] as string).port);
  return Object.assign(server, { port });
}

/** The real `hitung-server` in a process of its own. */
export function runServer(...args: string[]): Process {
  return new Process(process.execPath, [BIN, ...args]);
}

/**
 * A test that needs a program of this machine. Where it is missing the test is skipped, and says so; on CI, where
 * all of them are installed, it fails.
 */
export function testWith(command: string, name: string, run: () => Promise<void>): void {
  const isMissing = spawnSync(command, ["--help"]).error !== undefined;
  if (isMissing && process.env.CI === undefined) test.skip(`${name} (needs ${command})`, run);
  else test(name, run);
}
