import { jest } from "@jest/globals";
import { whenTestEnds } from "./cleanup.js";

/** The timers of a test, which stand still until the test lets time pass. */
export interface Clock {
  /** Lets so many milliseconds pass at once, at the point of the event loop's turn at which Node looks at its timers. */
  pass(ms: number): Promise<void>;
}

/** Takes `setTimeout` and `setInterval` from the machine's clock until the test ends, so that no limit depends on its speed. */
export function holdClock(): Clock {
  const endOfTimers = setTimeout;
  jest.useFakeTimers({
    doNotFake: [
      "Date",
      "hrtime",
      "nextTick",
      "performance",
      "queueMicrotask",
      "setImmediate",
      "clearImmediate",
    ],
  });
  whenTestEnds(() => jest.useRealTimers());
  return {
    async pass(ms) {
      await new Promise((resolve) => endOfTimers(resolve));
      jest.advanceTimersByTime(ms);
    },
  };
}
