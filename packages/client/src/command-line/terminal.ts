import type { Writable } from "node:stream";
import type { Environment } from "./parse.js";

/** A stream that may be a terminal. */
export type Output = Writable & {
  readonly isTTY?: boolean;
  /** Of terminals: whether it shows so many colours. It respects NO_COLOR, FORCE_COLOR and TERM. */
  hasColors?(count: number, env: Environment): boolean;
};

/** Whether colours may be written: to terminals only. */
export function hasColours(stream: Output, env: Environment): boolean {
  return stream.isTTY === true && stream.hasColors?.(16, env) === true;
}

export function red(text: string, isOn: boolean): string {
  return isOn ? `\x1b[31m${text}\x1b[39m` : text;
}

export function dim(text: string, isOn: boolean): string {
  return isOn ? `\x1b[2m${text}\x1b[22m` : text;
}
