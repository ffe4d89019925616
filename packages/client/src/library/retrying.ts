import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError } from "./errors.js";
import { isNoTls, isUntrusted } from "./tls-errors.js";

/** The longest that the first pause, and any pause, between two tries to connect may be, in milliseconds. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1000;

/**
 * How long to wait, in milliseconds, after so many tries in a row failed, from 1: at random between 0 and a limit
 * that doubles with each ("full jitter"), so that clients which lost the same server do not all come back at once.
 */
export function pauseAfter(failures: number): number {
  return Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
}

/**
 * Opens a connection, and tries again for as long as there is no server. One that is there and cannot be trusted, or
 * speaks no TLS, is not waited for.
 * @param onWait called once, where the first try fails
 * @param signal ends the waiting: then the error of the last try is thrown
 */
export async function openWhenReady<T>(
  open: () => Promise<T>,
  onWait: (error: ConnectionError) => void,
  signal?: AbortSignal,
): Promise<T> {
  for (let failures = 1; ; failures++) {
    try {
      return await open();
    } catch (error) {
      if (signal?.aborted) throw error;
      if (!(error instanceof ConnectionError) || isUntrusted(error.code) || isNoTls(error.code)) throw error;
      if (failures === 1) onWait(error);
      await sleep(pauseAfter(failures), undefined, signal && { signal }).catch(() => {
        throw error;
      });
    }
  }
}
