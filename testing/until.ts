import { setImmediate } from "node:timers/promises";

/** Waits until the condition holds, and looks once in each turn; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await setImmediate();
}
