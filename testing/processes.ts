import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { test } from "@jest/globals";
import { whenTestEnds } from "./cleanup.js";

/** The programs as they are built. */
export const BINS = {
  hitung: inPackages("client/dist/hitung.cjs"),
  "hitung-bench": inPackages("client/dist/hitung-bench.cjs"),
  "hitung-check": inPackages("client/dist/hitung-check.cjs"),
  "hitung-server": inPackages("server/dist/hitung-server/bin.cjs"),
} as const;

function inPackages(path: string): string {
  return fileURLToPath(new URL(`../packages/${path}`, import.meta.url));
}

/** How a process ended, and what it printed. */
export interface ProcessResult {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that ends with the test at the latest. */
export class Process {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #stdout: Promise<string>;
  readonly #stderr: Promise<string>;
  readonly #exit: Promise<unknown[]>;

  constructor(command: string, args: readonly string[]) {
    this.child = spawn(command, args);
    // A test may stop reading.
    this.#stdout = text(this.child.stdout).catch(() => "");
    this.#stderr = text(this.child.stderr).catch(() => "");
    this.#exit = once(this.child, "close");
    whenTestEnds(async () => {
      this.child.kill("SIGKILL");
      await this.#exit;
    });
  }

  /** Sends this as all of its standard input, and waits for its end. */
  async finish(stdin: string | Uint8Array = ""): Promise<ProcessResult> {
    this.child.stdin.on("error", () => {}).end(stdin);
    const [code, signal] = (await this.#exit) as [number | null, string | null];
    return { code, signal, stdout: await this.#stdout, stderr: await this.#stderr };
  }
}

/** Starts one of the real programs. */
export function startProgram(program: keyof typeof BINS, ...args: (string | number)[]): Process {
  return new Process(process.execPath, [BINS[program], ...args.map(String)]);
}

/** The real `hitung-server` in a process of its own, once it listens, and its ports. */
export async function startServerProcess(
  ...args: string[]
): Promise<Process & { port: number; metricsPort: number }> {
  const server = startProgram("hitung-server", "--port", 0, ...args);
  let output = "";
  for (;;) {
    const portOf = (event: string) =>
      Number(new RegExp(`(?<="event":"${event}",.*"port":)\\d+`).exec(output)?.[0]);
    const port = portOf("listening");
    if (port >= 0) return Object.assign(server, { port, metricsPort: portOf("metrics_listening") });
    output += (await once(server.child.stdout, "data"))[0];
  }
}

/**
 * A test that needs what not every machine has. If it is missing the test is skipped, and the end of the run says so
 * (skipped-reporter.js); on CI, where nothing may be missing, it runs and fails.
 */
export function testIf(
  isThere: boolean,
  need: string,
  name: string,
  run: () => void | Promise<void>,
  timeout?: number,
): void {
  if (isThere || process.env.CI !== undefined) test(name, run, timeout);
  else test.skip(`${name} (needs ${need})`, run);
}

/** As `test.each`, for tests that need what not every machine has. */
export function eachIf(isThere: boolean, need: string): typeof test.each {
  if (isThere || process.env.CI !== undefined) return test.each;
  const skip =
    (...table: unknown[]) =>
    (name: string, ...rest: unknown[]) =>
      (test.skip.each as (...args: unknown[]) => (...args: unknown[]) => void)(...table)(
        `${name} (needs ${need})`,
        ...rest,
      );
  return skip as typeof test.each;
}

/** A test that needs a program of this machine. */
export function testWith(
  command: string,
  name: string,
  run: () => void | Promise<void>,
  timeout?: number,
): void {
  testIf(isInstalled(command), command, name, run, timeout);
}

/** Where a program of this machine is; undefined if it has none. */
export function pathOf(command: string): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
}

const installed = new Map<string, boolean>();

/** Whether this machine has a program. */
export function isInstalled(command: string): boolean {
  const known = installed.get(command) ?? spawnSync(command, ["--help"]).error === undefined;
  installed.set(command, known);
  return known;
}
