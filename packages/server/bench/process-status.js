import { readFileSync } from "node:fs";

/** A figure of a process, in KiB, as Linux tells it; NaN elsewhere. */
export function statusKb(pid, key) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`${key}:\\s+(\\d+)`).exec(status)?.[1]);
  } catch {
    return Number.NaN;
  }
}
