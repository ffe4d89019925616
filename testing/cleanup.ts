import { afterEach } from "@jest/globals";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

/** Has `cleanup` called when the current test ends, after those that were given later. */
export function whenTestEnds(cleanup: () => unknown): void {
  cleanups.push(cleanup);
}
