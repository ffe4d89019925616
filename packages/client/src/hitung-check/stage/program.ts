import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import type { Activity } from "./patience.js";
import { bytesOf, hasProc, type ProcessStatus, processesWith, socketsOf, statusOf } from "./processes.js";
import type { Transcript } from "./transcript.js";

/** So much of what a program prints is kept, in characters. */
const MAX_PRINTED = 64 * 1024;
/** So many processes, and so many bytes of memory, a program may have. */
const MAX_PROCESSES = 256;
const MAX_MEMORY = 2 * 1024 ** 3;
/** How long what a program has printed at its end may take to come, in milliseconds. */
const LAST_WORDS_MS = 200;
/** How often all processes of the machine are looked through for those of the program, in milliseconds. */
const SEARCH_MS = 100;
/** How often its sockets are looked at, in milliseconds. The kernel takes some of them to list all that there are. */
const SOCKETS_MS = 40;

/** How a process has ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last line that it complained with, which in most languages names the error. */
  readonly lastLine: string;
  /** Why we ended it. */
  readonly excess?: "processes" | "memory";
}

/** Limits for each process that the kernel keeps: memory for data in KiB, and processes. Shells differ in the letter. */
const LIMITED = `ulimit -d ${MAX_MEMORY / 1024}; ulimit -u ${MAX_PROCESSES} || ulimit -p ${MAX_PROCESSES}; exec "$@"`;

/** A program of a stranger that runs. */
export class Program implements Activity {
  readonly child: ChildProcessWithoutNullStreams;
  /** What it printed. */
  printed = "";
  exit: Exit | undefined;
  readonly #marker = `HITUNG_CHECK_CASE=${randomUUID()}`;
  readonly #transcript: Transcript;
  #complaint = "";
  #excess: Exit["excess"];
  #pids: readonly number[] = [];
  #searched = Number.NEGATIVE_INFINITY;
  #sockets: ReturnType<typeof socketsOf> = { listening: [], udp: [] };
  #lookedAtSockets = Number.NEGATIVE_INFINITY;
  #output = 0;
  #status: readonly ProcessStatus[] = [];

  constructor(command: readonly string[], transcript: Transcript) {
    const [name = "", value] = this.#marker.split("=");
    const line = hasProc ? ["sh", "-c", `{ ${LIMITED.replace("; exec", "; } 2>/dev/null; exec")}`, "sh"] : [];
    const [file = "", ...args] = [...line, ...command];
    this.#transcript = transcript;
    this.child = spawn(file, args, {
      // A process group of its own, which can be ended as a whole.
      detached: true,
      env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1", [name]: value },
    });
    transcript.note("started");
    this.child.stdin.on("error", () => {});
    this.child.stdout.on("data", (chunk: Buffer) => {
      this.#output += chunk.length;
      this.printed = keepEnd(this.printed + chunk);
      transcript.bytes("printed", 0, chunk);
    });
    this.child.stderr.on("data", (chunk: Buffer) => {
      this.#output += chunk.length;
      this.#complaint = keepEnd(this.#complaint + chunk);
      transcript.bytes("complained", 0, chunk);
    });
    this.child.on("error", (error) => this.#ended(127, null, error.message));
    this.child.on("close", (code, signal) => this.#ended(code, signal));
    // Its children may hold its output open, and then there is no "close".
    this.child.on("exit", (code, signal) => setTimeout(() => this.#ended(code, signal), LAST_WORDS_MS));
  }

  /** What it complained of. */
  get complaint(): string {
    return this.#complaint;
  }

  /** What it printed on both streams. */
  get said(): string {
    return this.printed + this.#complaint;
  }

  /** Its processes that live. Ends it if they are too many, or take too much memory. */
  get status(): readonly ProcessStatus[] {
    if (!hasProc) return [];
    const now = performance.now();
    if (now - this.#searched > SEARCH_MS) {
      this.#pids = processesWith(this.#marker);
      this.#searched = performance.now();
    }
    this.#status = statusOf(this.#pids);
    if (this.#excess === undefined) {
      if (this.#status.length > MAX_PROCESSES) this.#excess = "processes";
      else if (bytesOf(this.#status) > MAX_MEMORY) this.#excess = "memory";
      if (this.#excess !== undefined) this.#kill("SIGKILL");
    }
    return this.#status;
  }

  /** Where it listens, as of a moment ago. */
  get sockets(): ReturnType<typeof socketsOf> {
    const now = performance.now();
    if (now - this.#lookedAtSockets > SOCKETS_MS) {
      this.#searched = Number.NEGATIVE_INFINITY;
      this.#sockets = socketsOf(this.status.map(({ pid }) => pid));
      this.#lookedAtSockets = performance.now();
    }
    return this.#sockets;
  }

  /** Whether one of its processes works at the moment, or waits for a processor. */
  get isBusy(): boolean {
    return this.status.some(({ state }) => state === "R" || state === "D");
  }

  pulse(): string {
    const { status } = this;
    const ticks = status.reduce((sum, each) => sum + each.ticks, 0);
    // While it works the pulse goes on.
    return `${ticks} ${status.length} ${this.#output} ${this.isBusy ? performance.now() : ""} ${this.exit === undefined}`;
  }

  /** What a person types. */
  type(line: string): void {
    if (this.child.stdin.writableEnded) return;
    this.#transcript.bytes("typed", 0, Buffer.from(line));
    this.child.stdin.write(line);
  }

  /** The end of input, as Ctrl-D. */
  endInput(): void {
    if (this.child.stdin.writableEnded) return;
    this.#transcript.note("inputEnded");
    this.child.stdin.end();
  }

  /** Asks it to end, as Ctrl-C in a terminal or a supervisor does. */
  interrupt(): void {
    this.#kill("SIGTERM");
  }

  /** Ends it and all that it started, whatever they do about it. */
  async kill(): Promise<void> {
    this.child.stdin.destroy();
    for (;;) {
      this.#searched = Number.NEGATIVE_INFINITY;
      this.#kill("SIGKILL");
      if (this.exit !== undefined && this.status.length === 0) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    this.child.stdout.destroy();
    this.child.stderr.destroy();
  }

  #kill(signal: NodeJS.Signals): void {
    const pids = this.status.map(({ pid }) => pid);
    // First all are stopped, so that none starts others meanwhile.
    if (signal === "SIGKILL") for (const pid of pids) send(pid, "SIGSTOP");
    for (const pid of pids) send(pid, signal);
    if (this.exit === undefined && this.child.pid !== undefined) send(-this.child.pid, signal);
  }

  #ended(code: number | null, signal: string | null, lastLine?: string): void {
    if (this.exit !== undefined) return;
    this.exit = {
      code,
      signal,
      lastLine: lastLine ?? lastLineOf(this.#complaint),
      ...(this.#excess && { excess: this.#excess }),
    };
    this.#transcript.note("exited", 0, signal ?? String(code));
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

function keepEnd(text: string): string {
  return text.slice(-MAX_PRINTED);
}

/**
 * The line of a complaint that names the error: in Python the last one, in Java and Node the one before the places of the
 * code, which begin with "at".
 */
export function lastLineOf(complaint: string): string {
  const lines = complaint.split("\n").map((line) => line.trim());
  const telling = lines.filter(
    (line) =>
      line !== "" &&
      !/^(at |\.\.\. \d+ more|goroutine |exit status|Node\.js v|[{}^~]+$|\[?(errno|code|syscall)\b)/.test(
        line,
      ),
  );
  const named = telling.findLast((line) => /(Error|Exception|panic|fault|denied)\b/i.test(line));
  return (named ?? telling.at(-1) ?? "").slice(0, 300);
}
