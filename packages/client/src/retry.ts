import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError } from "./errors.js";

/** The first and the longest pause between two tries to connect, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * Opens a connection, and tries again for as long as there is no server.
 * @param onWait called once, where the first try fails
 * @param signal ends the waiting: then the error of the last try is thrown
 */
export async function openWhenReady<T>(
  open: () => Promise<T>,
  onWait: (error: ConnectionError) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (
    let pause = FIRST_PAUSE_MS, isFirst = true;
    ;
    pause = Math.min(2 * pause, LONGEST_PAUSE_MS), isFirst = false
  ) {
    try {
      return await open();
    } catch (error) {
      if (!(error instanceof ConnectionError)) throw error;
      if (isFirst) onWait(error);
      await sleep(pause, undefined, signal && { signal }).catch(() => {
        throw error;
      });
    }
  }
}
