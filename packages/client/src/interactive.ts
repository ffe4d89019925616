import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { EXIT_INTERRUPTED } from "./exit-codes.js";
import { HISTORY_SIZE, type History } from "./history.js";

/** A conversation on a terminal. */
export interface Conversation {
  readonly input: Readable;
  readonly output: Writable;
  readonly history: History;
  prompt(): string;
  /** What a line up to the cursor may become, and the part of it that this replaces. */
  complete(line: string): [string[], string];
  /**
   * Gives the answer to a line, or what went wrong with it, as a person reads it; or undefined to leave.
   * @param signal aborted when the person leaves, so that nothing is waited for in vain
   */
  answer(line: string, signal: AbortSignal): Promise<string | undefined>;
}

/**
 * Prompts, answers, and prompts again, until Ctrl-D or Ctrl-C. Lines that were pasted together are answered one
 * after the other.
 * @returns the exit code
 */
export async function converse(conversation: Conversation): Promise<number> {
  const { input, output, history, prompt, complete, answer } = conversation;
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
  readline.on("close", () => leaving.abort());
  const interrupted = new Promise<number>((resolve) => {
    readline.on("SIGINT", () => {
      resolve(EXIT_INTERRUPTED);
      readline.close();
    });
  });
  /** Lines that wait for their turn. */
  const lines: string[] = [];
  let onChange = () => {};
  readline.on("line", (line) => {
    history.add(line);
    lines.push(line);
    onChange();
  });
  readline.on("close", () => onChange());
  const talk = async () => {
    for (;;) {
      const line = lines.shift();
      if (line !== undefined) {
        const text = await answer(line, leaving.signal);
        if (text === undefined) return 0;
        // What was typed meanwhile makes room, and comes back behind the prompt.
        output.write(`${readline.line === "" ? "" : "\r\x1b[K"}${text}\n`);
      } else if (leaving.signal.aborted) {
        output.write("\n");
        return 0;
      } else {
        readline.setPrompt(prompt());
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
  return exitCode;
}
