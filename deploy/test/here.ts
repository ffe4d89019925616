import { spawnSync } from "node:child_process";
import { isInstalled, testIf } from "../../testing/processes.js";

/**
 * A test that needs programs, and a system that lets them do what it takes. Programs can be installed: without them it fails
 * on CI. Where the system does not let them it is skipped, aloud.
 * @param probe a command that fails on such a system; or a function that tells why it does not, or nothing
 */
export function testHere(
  programs: readonly string[],
  probe: readonly string[] | (() => string),
  name: string,
  run: () => Promise<void>,
): void {
  testIf(programs.every(isInstalled), programs.join(", "), name, async () => {
    const problem = typeof probe === "function" ? probe() : problemOf(probe);
    if (problem === "") await run();
    else process.stdout.write(`SKIPPED on this machine: ${name}\n  ${problem}\n`);
  });
}

/** What a command says at last, if it fails. */
function problemOf(probe: readonly string[]): string {
  const [command = "", ...args] = probe;
  const { status, stdout, stderr } = spawnSync(command, args);
  if (status === 0) return "";
  return `${probe.join(" ")}: ${`${stdout}${stderr}`.trim().split("\n").at(-1)}`;
}
