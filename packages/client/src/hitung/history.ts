import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { platform } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { Environment } from "../command-line/table.js";

/** How many lines are kept. */
export const HISTORY_SIZE = 1000;

/** A longer line, in UTF-16 code units, was hardly typed. It is not kept. */
const LONGEST_LINE = 4096;

/** So much of the end of the file is read, in bytes: enough for HISTORY_SIZE lines that were typed. */
const READ_SIZE = 1024 * 1024;

/** Only the owner may read what was typed. */
const OWNER_ONLY = 0o600;

const { O_APPEND, O_CREAT, O_NONBLOCK = 0, O_RDONLY, O_WRONLY } = constants;

/**
 * Where the history is kept: in the folder for the state of programs, as the platform has it. Undefined if the
 * environment names none. A folder that is not absolute is ignored, as the XDG Base Directory Specification demands.
 */
export function historyFile(env: Environment, system = platform()): string | undefined {
  const { XDG_STATE_HOME = "", HOME, LOCALAPPDATA } = env;
  const folder =
    system === "win32"
      ? LOCALAPPDATA
      : isAbsolute(XDG_STATE_HOME)
        ? XDG_STATE_HOME
        : HOME && join(HOME, system === "darwin" ? "Library/Application Support" : ".local/state");
  return folder ? join(folder, "hitung", "history") : undefined;
}

/**
 * The lines of earlier conversations, in a file of which each is a line. Every line is written when it was typed, so
 * that conversations at the same time keep theirs. What cannot be read or written, or is no file, is left alone.
 */
export class History {
  readonly #file: string | undefined;
  #last: string | undefined;
  /** The newest first, as readline wants them. */
  readonly lines: string[];
  /** Why earlier lines cannot be read, as the system calls it, or ENOTREG where it is no regular file. */
  problem: string | undefined;

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
      withFile(this.#file, O_WRONLY | O_APPEND | O_CREAT, (file) => writeSync(file, `${line}\n`));
    } catch {}
  }

  #read(): string[] {
    if (this.#file === undefined) return [];
    try {
      const [text, isWhole] = withFile(this.#file, O_RDONLY, readEnd);
      const lines = text.split("\n").filter(Boolean);
      // The first line may be cut.
      if (!isWhole) lines.shift();
      const kept = lines.slice(-HISTORY_SIZE);
      if (!isWhole || lines.length > 2 * HISTORY_SIZE) this.#replace(kept);
      return kept;
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      if (code !== "ENOENT") this.problem = code;
      return [];
    }
  }

  #replace(lines: readonly string[]): void {
    const shorter = `${this.#file}.new`;
    writeFileSync(shorter, lines.map((line) => `${line}\n`).join(""), { mode: OWNER_ONLY });
    renameSync(shorter, this.#file as string);
  }
}

/** Opens a regular file for as long as it is used. What is none, such as a pipe without a writer, might wait for ever. */
function withFile<T>(path: string, flags: number, use: (file: number) => T): T {
  const file = openSync(path, flags | O_NONBLOCK, OWNER_ONLY);
  try {
    if (!fstatSync(file).isFile()) throw Object.assign(new Error(`${path} is no file`), { code: "ENOTREG" });
    return use(file);
  } finally {
    closeSync(file);
  }
}

/** The end of a file, and whether it is all of it. */
function readEnd(file: number): [text: string, isWhole: boolean] {
  const { size } = fstatSync(file);
  const start = Math.max(0, size - READ_SIZE);
  const bytes = Buffer.alloc(size - start);
  const length = readSync(file, bytes, 0, bytes.length, start);
  return [bytes.toString("utf8", 0, length), start === 0];
}
