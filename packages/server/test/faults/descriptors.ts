import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { testIf } from "../../../../testing/processes.js";

/** A test that looks at processes in /proc, which only Linux has. */
export function testWithProc(name: string, run: () => Promise<void>): void {
  testIf(existsSync("/proc/self/fd"), "/proc", name, run);
}

/** A test whose processes each have as many files and sockets open. */
export function testWithDescriptors(descriptors: number, name: string, run: () => Promise<void>): void {
  const { stdout } = spawnSync("bash", ["-c", "ulimit -n"], { encoding: "utf8" });
  const isMet = stdout.trim() === "unlimited" || Number(stdout) >= descriptors;
  testIf(isMet, `ulimit -n ${descriptors}`, name, run);
}
