import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { test } from "@jest/globals";

/** The bundle that `bin` names. */
export const BIN = fileURLToPath(new URL("../../dist/bin.cjs", import.meta.url));

/** Starts the real `hitung`. */
export function startHitung(...args: (string | number)[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [BIN, ...args.map(String)]);
}

/** Gives this as all of a process's standard input, and waits for its end. */
export async function finish(
  child: ChildProcessWithoutNullStreams,
  stdin: string | Uint8Array = "",
): Promise<{ code: number; stdout: string; stderr: string }> {
  child.stdin.on("error", () => {}).end(stdin);
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close"),
  ]);
  return { code: code as number, stdout, stderr };
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
