import type { Readable } from "node:stream";
import { TextSplitter, type Unit } from "@hitung/protocol";
import type { Answer, Asker, Question } from "./asker.js";

/** Enough questions at once to keep both sides busy. With more each waits longer: 16,384 took twice as long, and memory. */
const WINDOW = 2048;

/** Takes the answers, in the order of the lines. */
export interface LineReporter {
  answered(answer: Answer): void;
  /**
   * A line has no answer.
   * @param line its number, from 1
   * @throws the error, if it ends everything
   */
  failed(error: unknown, line: number): void;
  /** Settles once more answers may be given. */
  drained(): Promise<void>;
}

/**
 * Asks each line of `input` as a message. Lines go out together and pieces of long ones go out as they come, so
 * that neither a line's length nor the number of lines costs memory. Settles once all are answered.
 * @throws what `input` and `reporter.failed` throw
 */
export async function askLines(
  input: Readable,
  asker: Asker,
  units: readonly Unit[],
  reporter: LineReporter,
): Promise<void> {
  const { window = WINDOW } = asker;
  let current: Question | undefined;
  let asked = 0;
  let answered = 0;
  let fatal: { error: unknown } | undefined;
  let onAnswer = () => {};

  const onAnswered = (answer: Answer) => {
    answered++;
    reporter.answered(answer);
    onAnswer();
  };
  const onFailed = (error: unknown) => {
    answered++;
    try {
      reporter.failed(error, answered);
    } catch (error) {
      fatal ??= { error };
      // The next line needs no waiting for.
      input.destroy();
    }
    onAnswer();
  };
  const splitter = new TextSplitter({
    onPiece(chunk, from, to) {
      current ??= asker.startMessage(units);
      current.write(chunk.subarray(from, to));
    },
    onMessageEnd() {
      const question = current ?? asker.startMessage(units);
      current = undefined;
      asked++;
      question.finish(onAnswered, onFailed);
      return asked - answered < window;
    },
  });
  const waitingBelow = async (limit: number) => {
    while (asked - answered >= limit) {
      await new Promise<void>((resolve) => {
        onAnswer = resolve;
      });
    }
    onAnswer = () => {};
    if (fatal !== undefined) throw fatal.error;
  };

  try {
    for await (const chunk of input as AsyncIterable<Uint8Array>) {
      let at = 0;
      while (at < chunk.length) {
        at = splitter.write(chunk, at);
        await waitingBelow(window);
      }
      await (current ?? asker).drained();
      await reporter.drained();
    }
  } catch (error) {
    input.destroy();
    throw fatal === undefined ? error : fatal.error;
  }
  splitter.end();
  await waitingBelow(1);
}
