import { afterEach } from "@jest/globals";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  const errors: unknown[] = [];
  for (const cleanup of cleanups.splice(0).reverse()) {
    try {
      await cleanup();
    } catch (error) {
      // What the others end would keep the process.
      errors.push(error);
    }
  }
  if (errors.length > 0) throw errors[0];
});

/** Has `cleanup` called when the current test ends, after those that were given later. */
export function whenTestEnds(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}
