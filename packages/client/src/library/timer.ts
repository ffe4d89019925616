/** The longest time that a timer of Node measures, in milliseconds; a longer one would fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

/** Calls `onEnd` after so many milliseconds, or never where they are 0 or Infinity: there is no limit then. */
export function startTimer(ms: number, onEnd: () => void): NodeJS.Timeout | undefined {
  return ms > 0 && ms < Number.POSITIVE_INFINITY ? setTimeout(onEnd, Math.min(ms, LONGEST_MS)) : undefined;
}
