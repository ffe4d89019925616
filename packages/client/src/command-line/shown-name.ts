import { printable } from "@hitung/protocol";

/** A lone surrogate that stands for a byte of an argument which is not UTF-8; see `readArguments`. */
const ESCAPED_BYTE = /[\udc80-\udcff]/gu;

/**
 * The name of a file or a host, or another argument, as it is shown: on one line, and without anything that would do
 * something to a terminal. What cannot be shown becomes an escape, such as `\x1b`.
 */
export function shownName(name: string): string {
  return printable(name).replace(ESCAPED_BYTE, (byte) => `\\x${(byte.charCodeAt(0) & 0xff).toString(16)}`);
}
