/** How often, in milliseconds, a condition that no event tells of is looked at. */
const LOOK_MS = 50;

/** Waits until the condition holds; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

/** Waits until the value has stayed the same for half a second. */
export async function settled<T>(look: () => T | Promise<T>): Promise<T> {
  let last = await look();
  for (let same = 0; same < 10; ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    const now = await look();
    same = now === last ? same + 1 : 0;
    last = now;
  }
  return last;
}
