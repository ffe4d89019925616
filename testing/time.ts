import { setImmediate } from "node:timers/promises";
import { jest } from "@jest/globals";
import { whenTestEnds } from "./cleanup.js";

/** How long, in milliseconds, the silence is that ends a message of text without terminator (PROTOCOL.md). */
export const TEXT_PAUSE_MS = 250;

/**
 * Stops the timers and the clock of what runs in this process, until the test ends; sockets go on. So the test says
 * when a time is over, and no machine is too slow for it.
 */
export function stopTime(): void {
  jest.useFakeTimers({ doNotFake: ["nextTick", "setImmediate", "clearImmediate", "queueMicrotask"] });
  whenTestEnds(() => jest.useRealTimers());
}

/**
 * Has time pass, and what it sets off happen. Timers go off at their place in a turn of the event loop: before
 * sockets are read.
 * @param justBefore called before they go off
 */
export async function pass(milliseconds: number, justBefore = () => {}): Promise<void> {
  await setImmediate();
  justBefore();
  jest.advanceTimersByTime(milliseconds);
  // One turn for what a timer leaves to `setImmediate`, and one for the other side to read of it.
  for (let turns = 0; turns < 2; turns++) await setImmediate();
}
