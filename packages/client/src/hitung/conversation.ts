import { createInterface, type Interface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { printable } from "@hitung/protocol";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import { HISTORY_SIZE, type History } from "./history.js";

/** How long lines that were typed before Ctrl-D may still wait for their answers, in milliseconds. */
const GRACE_MS = 1000;

/** A conversation on a terminal. */
export interface Conversation {
  readonly input: Readable;
  readonly output: Writable;
  readonly history: History;
  prompt(): string;
  /** What a line up to the cursor may become, and the part of it that this replaces. */
  complete(line: string): [string[], string];
  /**
   * Called once, before the first prompt.
   * @param aside runs what writes to the terminal at any time, and keeps it apart from the prompt and what is being typed
   */
  start(aside: (write: () => void) => void): void;
  /**
   * Returns the answer to a line, or what went wrong with it, as a person reads it; or undefined to leave.
   * @param signal aborted when the person leaves, so that nothing is waited for in vain
   */
  answer(line: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Prompts, answers, and prompts again, until Ctrl-D or Ctrl-C. Lines that were pasted together are answered one
 * after the other, each shown again before its answer. Ctrl-C drops what was typed, and leaves if there is nothing.
 * @returns the exit code: 0; 1 if Ctrl-D leaves a line without its answer; 130 after Ctrl-C
 */
export async function converse(conversation: Conversation): Promise<number> {
  const { input, output, history, prompt, complete, start, answer } = conversation;
  const readline = createInterface({
    input,
    output,
    prompt: prompt(),
    completer: complete,
    history: history.lines,
    historySize: HISTORY_SIZE,
    terminal: true,
  });
  const leaving = new AbortController();
  let isInterrupted = false;
  let grace: NodeJS.Timeout | undefined;
  const interrupted = new Promise<number>((resolve) => {
    readline.on("SIGINT", () => {
      if (readline.line !== "") {
        dropLine(readline);
        return;
      }
      isInterrupted = true;
      leaving.abort();
      resolve(EXIT_INTERRUPTED);
      readline.close();
    });
  });
  /** Lines that wait for their turn, and whether each stands behind a prompt. */
  const lines: { line: string; isPrompted: boolean }[] = [];
  let isPrompting = false;
  let isClosed = false;
  let onChange = () => {};
  readline.on("line", (line) => {
    history.add(line);
    lines.push({ line, isPrompted: isPrompting });
    isPrompting = false;
    onChange();
  });
  // After Ctrl-Z and `fg`: readline has paused, so that nothing would keep the process alive.
  readline.on("SIGCONT", () => {
    if (isPrompting) readline.prompt(true);
    else readline.resume();
  });
  readline.on("close", () => {
    isClosed = true;
    isPrompting = false;
    grace = setTimeout(() => leaving.abort(), GRACE_MS);
    onChange();
  });
  /** Whether something stands on the line of the cursor: a prompt, or what was typed meanwhile. */
  const isInUse = () => !isClosed && (isPrompting || readline.line !== "");
  const room = () => (isInUse() ? "\r\x1b[K" : "");
  start((write) => {
    output.write(room());
    write();
    if (isInUse()) readline.prompt(true);
  });
  const talk = async () => {
    for (;;) {
      const next = lines.shift();
      if (next !== undefined) {
        const { line, isPrompted } = next;
        if (!isPrompted) output.write(`${room()}${prompt()}${printable(line)}\n`);
        const text = await answer(line, leaving.signal);
        if (text === undefined || isInterrupted) return 0;
        // What was typed comes back behind the prompt.
        output.write(`${room()}${text}\n`);
        if (leaving.signal.aborted) return EXIT_FAILURE;
      } else if (isClosed) {
        output.write("\n");
        return 0;
      } else {
        readline.setPrompt(prompt());
        isPrompting = true;
        readline.prompt(true);
        await new Promise<void>((resolve) => {
          onChange = resolve;
        });
      }
    }
  };
  const exitCode = await Promise.race([interrupted, talk()]);
  if (exitCode === EXIT_INTERRUPTED) output.write("\n");
  readline.close();
  clearTimeout(grace);
  return exitCode;
}

/** Erases what was typed, as Ctrl-E (to the end) and Ctrl-U (erase to the start) do. */
function dropLine(readline: Interface): void {
  for (const name of ["e", "u"]) readline.write(null, { ctrl: true, name });
}
