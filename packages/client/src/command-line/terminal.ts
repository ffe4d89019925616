import { once } from "node:events";
import type { Writable } from "node:stream";
import { printableLines } from "@hitung/protocol";
import type { Environment } from "./table.js";

/** What a program prints on, which may be a terminal. */
export interface Screen {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** The width of a terminal, in columns. */
  readonly columns?: number;
  /** Whether a terminal shows so many colours. It respects NO_COLOR, FORCE_COLOR and TERM. */
  hasColors?(count: number, env: Environment): boolean;
}

/** A stream that may be a terminal. */
export type Output = Writable & Screen;

/** How wide help is, in columns: as wide as the terminal, but no line is too short to read or too long to follow. */
export function widthOf({ isTTY, columns }: Screen): number {
  return isTTY && columns ? Math.min(100, Math.max(40, columns)) : 80;
}

/** Whether colours may be written: to terminals only. */
export function hasColours(screen: Screen, env: Environment): boolean {
  return screen.isTTY === true && screen.hasColors?.(16, env) === true;
}

export function dim(text: string, isOn: boolean): string {
  return isOn ? `\x1b[2m${text}\x1b[22m` : text;
}

/** How many columns of a line may be written before the terminal begins another one. */
export function roomIn({ columns }: Screen): number {
  return (columns || Number.POSITIVE_INFINITY) - 1;
}

/**
 * Writes a line of a terminal again, so that it takes the place of what stood on it, by a carriage return and "erase to
 * the end of the line" (ECMA-48). It is cut where the terminal would begin another line.
 */
export function rewriteLine(screen: Screen, text: string): void {
  screen.write(`\r\x1b[K${text.slice(0, roomIn(screen))}`);
}

/** Settles once an output takes more, or nobody reads it any more. */
export async function drained(output: Writable): Promise<void> {
  // Where nothing waits, an error may have dropped it, and no event will come.
  if (output.writableNeedDrain && output.writableLength > 0) await once(output, "drain").catch(() => {});
}

/** Tells a person on standard error what went wrong, after the name of the program. */
export function tell(
  program: string,
  text: string,
  { stderr, env }: { stderr: Screen; env: Environment },
): void {
  const name = hasColours(stderr, env) ? `\x1b[31m${program}:\x1b[39m` : `${program}:`;
  stderr.write(`${name} ${printableLines(text)}\n`);
}
