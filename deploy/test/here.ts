import { spawnSync } from "node:child_process";
import { isInstalled, testIf } from "../../testing/processes.js";

/**
 * A test that needs programs, and a system that lets them do what it takes. Programs can be installed: without them it fails
 * on CI. Where the system does not let them it is skipped, aloud.
 * @param probe a command that fails on such a system
 */
export function testHere(
  programs: readonly string[],
  probe: readonly string[],
  name: string,
  run: () => Promise<void>,
): void {
  testIf(programs.every(isInstalled), programs.join(", "), name, async () => {
    const [command = "", ...args] = probe;
    const { status, stdout, stderr } = spawnSync(command, args);
    if (status === 0) await run();
    else {
      const reason = `${stdout}${stderr}`.trim().split("\n").at(-1);
      process.stdout.write(`SKIPPED on this machine: ${name}\n  ${probe.join(" ")}: ${reason}\n`);
    }
  });
}
