import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { platform } from "node:os";
import { dirname, join } from "node:path";
import type { Environment } from "../command-line/table.js";

/** How many lines are kept. */
export const HISTORY_SIZE = 1000;

/** A longer line, in UTF-16 code units, was hardly typed. It is not kept. */
const LONGEST_LINE = 4096;

/** Only the owner may read what was typed. */
const OWNER_ONLY = 0o600;

/**
 * Where the history is kept: in the folder for the state of programs, as the platform has it. Undefined if the
 * environment names none.
 */
export function historyFile(env: Environment, system = platform()): string | undefined {
  const { XDG_STATE_HOME, HOME, LOCALAPPDATA } = env;
  const folder =
    system === "win32"
      ? LOCALAPPDATA
      : XDG_STATE_HOME ||
        (HOME && join(HOME, system === "darwin" ? "Library/Application Support" : ".local/state"));
  return folder ? join(folder, "hitung", "history") : undefined;
}

/**
 * The lines of earlier conversations, in a file of which each is a line. Every line is written when it was typed, so
 * that conversations at the same time keep theirs. If the file cannot be read or written, nothing is kept.
 */
export class History {
  readonly #file: string | undefined;
  #last: string | undefined;
  /** The newest first, as readline wants them. */
  readonly lines: string[];

  constructor(file: string | undefined) {
    this.#file = file;
    this.lines = this.#read().reverse();
    this.#last = this.lines[0];
  }

  /** Keeps a line, unless it is empty or the same as the last. */
  add(line: string): void {
    if (this.#file === undefined || line === this.#last) return;
    if (line.trim() === "" || line.length > LONGEST_LINE) return;
    this.#last = line;
    try {
      mkdirSync(dirname(this.#file), { recursive: true, mode: 0o700 });
      appendFileSync(this.#file, `${line}\n`, { mode: OWNER_ONLY });
    } catch {}
  }

  #read(): string[] {
    if (this.#file === undefined) return [];
    try {
      const lines = readFileSync(this.#file, "utf8").split("\n").filter(Boolean);
      const kept = lines.slice(-HISTORY_SIZE);
      if (lines.length > 2 * HISTORY_SIZE) this.#replace(kept);
      return kept;
    } catch {
      return [];
    }
  }

  #replace(lines: readonly string[]): void {
    const shorter = `${this.#file}.new`;
    writeFileSync(shorter, lines.map((line) => `${line}\n`).join(""), { mode: OWNER_ONLY });
    renameSync(shorter, this.#file as string);
  }
}
