import { spawnSync } from "node:child_process";
import { testIf } from "../../../../testing/processes.js";

/** A test whose processes each have as many files and sockets open. */
export function testWithDescriptors(descriptors: number, name: string, run: () => Promise<void>): void {
  const { stdout } = spawnSync("bash", ["-c", "ulimit -n"], { encoding: "utf8" });
  const isMet = stdout.trim() === "unlimited" || Number(stdout) >= descriptors;
  testIf(isMet, `ulimit -n ${descriptors}`, name, run);
}
