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

/** Clock ticks a second, in which Linux counts processor time (USER_HZ). */
const TICKS = 100;

/** The processor time of a process and of its children that live, in seconds; NaN where the system does not tell. */
export function processorSeconds(pid) {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ");
    return [pid, ...children.filter((child) => child !== "")]
      .map((each) => {
        // Behind the name, which may hold spaces: utime and stime are the fields 14 and 15.
        const [, fields] = readFileSync(`/proc/${each}/stat`, "utf8").split(") ");
        const [utime, stime] = fields.split(" ").slice(11, 13).map(Number);
        return (utime + stime) / TICKS;
      })
      .reduce((sum, one) => sum + one, 0);
  } catch {
    return Number.NaN;
  }
}
