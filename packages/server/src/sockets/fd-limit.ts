import { readFileSync } from "node:fs";

/**
 * How many files, sockets among them, this process may have open, or undefined if the system does not tell: only
 * Linux does, in /proc.
 */
export function fileDescriptorLimit(): number | undefined {
  try {
    const limits = readFileSync("/proc/self/limits", "utf8");
    const soft = /^Max open files +(\d+)/m.exec(limits)?.[1];
    return soft === undefined ? undefined : Number(soft);
  } catch {
    return undefined;
  }
}
