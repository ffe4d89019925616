import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** The exit code of a program that Ctrl-C ended, as shells give it: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;

/** A conversation on a terminal. */
export interface Conversation {
  readonly input: Readable;
  readonly output: Writable;
  readonly prompt: string;
  /**
   * Gives the answer to a line, or what went wrong with it, as a person reads it.
   * @param signal aborted when the person leaves, so that nothing is waited for in vain
   */
  answer(line: string, signal: AbortSignal): Promise<string>;
}

/**
 * Prompts, answers, and prompts again, until Ctrl-D or Ctrl-C. Lines that were pasted together are answered one
 * after the other.
 * @returns the exit code
 */
export async function converse({ input, output, prompt, answer }: Conversation): Promise<number> {
  const readline = createInterface({ input, output, prompt, terminal: true });
  const leaving = new AbortController();
  readline.on("close", () => leaving.abort());
  const interrupted = new Promise<undefined>((resolve) => {
    readline.on("SIGINT", () => {
      resolve(undefined);
      readline.close();
    });
  });
  const talk = async () => {
    readline.prompt();
    for await (const line of readline) {
      output.write(`${await answer(line, leaving.signal)}\n`);
      if (!leaving.signal.aborted) readline.prompt();
    }
    return 0;
  };
  const exitCode = (await Promise.race([interrupted, talk()])) ?? EXIT_INTERRUPTED;
  output.write("\n");
  return exitCode;
}
