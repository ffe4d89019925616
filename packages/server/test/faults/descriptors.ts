import { spawnSync } from "node:child_process";
import { test } from "@jest/globals";

/**
 * A test whose processes each have as many files and sockets open. Where the system allows fewer the test is
 * skipped, and says so; on CI it fails.
 */
export function testWithDescriptors(descriptors: number, name: string, run: () => Promise<void>): void {
  const { stdout } = spawnSync("bash", ["-c", "ulimit -n"], { encoding: "utf8" });
  const isMet = stdout.trim() === "unlimited" || Number(stdout) >= descriptors;
  if (isMet || process.env.CI !== undefined) test(name, run);
  else test.skip(`${name} (needs ulimit -n ${descriptors})`, run);
}
