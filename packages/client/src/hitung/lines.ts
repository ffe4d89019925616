import type { Readable } from "node:stream";
import { TextSplitter, type Unit } from "@hitung/protocol";
import type { Answer, Asker, Question } from "./asker.js";
import type { Reading } from "./decoding/input-text.js";
import { LineDecoder } from "./decoding/line-decoder.js";
import { utf16Hint } from "./decoding/utf16-hint.js";

/** Enough questions at once to keep both sides busy. With more each waits longer: 16,384 took twice as long, and memory. */
const WINDOW = 2048;

/** A line of at most so many bytes is sent as one piece, so that it can be sent again. */
const MAX_KEPT_SIZE = 64 * 1024;

/** Takes the answers, in the order of the lines. */
export interface LineReporter {
  /** The first line is whole, so that its answer is due. */
  asked(): void;
  /**
   * @param replaced how many ill-formed sequences of the line were counted as U+FFFD
   * @param line its number, from 1
   */
  answered(answer: Answer, replaced: number, line: number): void;
  /**
   * A line has no answer.
   * @param line its number, from 1
   * @throws the error, if it ends everything
   */
  failed(error: unknown, line: number): void;
  /** The input seems to be in this encoding, which is not the one in which it is read. */
  seemsToBe(encoding: string): void;
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
  reading: Reading,
  reporter: LineReporter,
): Promise<void> {
  const decoder = new LineDecoder(reading);
  const window = () => asker.window ?? WINDOW;
  let current: Question | undefined;
  /** Pieces of a line that is not begun, and how many bytes they have. */
  let held: Uint8Array[] = [];
  let heldSize = 0;
  const sendHeld = (): Question => {
    current ??= asker.startMessage(units);
    if (heldSize > 0) current.write(held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held));
    held = [];
    heldSize = 0;
    return current;
  };
  let asked = 0;
  let answered = 0;
  let fatal: { error: unknown } | undefined;
  /** Who waits until fewer questions than the limit have no answer. */
  let waiting: { readonly limit: number; readonly resolve: () => void } | undefined;
  const wake = () => {
    if (waiting === undefined || asked - answered >= waiting.limit) return;
    // Once: to settle a promise that is settled already costs more than an answer.
    const { resolve } = waiting;
    waiting = undefined;
    resolve();
  };

  const onAnswered = (answer: Answer, replaced = 0) => {
    answered++;
    reporter.answered(answer, replaced, answered);
    wake();
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
    wake();
  };
  // One function for most lines, which costs less than one for each.
  const onWellFormed = (answer: Answer) => onAnswered(answer);
  const splitter = new TextSplitter({
    onPiece(chunk, from, to) {
      // That of a Buffer makes another Buffer, which takes several times as long.
      held.push(new Uint8Array(chunk.buffer, chunk.byteOffset + from, to - from));
      heldSize += to - from;
      if (heldSize > MAX_KEPT_SIZE || current !== undefined) sendHeld();
      decoder.passPiece(chunk, from, to);
    },
    onMessageEnd() {
      const question = sendHeld();
      current = undefined;
      if (asked++ === 0) reporter.asked();
      const { replaced, error } = decoder.endLine();
      // A line that is ill-formed fails in its turn, and the others go on.
      if (error !== undefined) question.finish(() => onFailed(error), onFailed);
      else if (replaced > 0) question.finish((answer) => onAnswered(answer, replaced), onFailed);
      else question.finish(onWellFormed, onFailed);
      return asked - answered < window();
    },
  });
  const waitingBelow = async (limit: number) => {
    if (asked - answered >= limit) {
      await new Promise<void>((resolve) => {
        waiting = { limit, resolve };
      });
    }
    if (fatal !== undefined) throw fatal.error;
  };

  const take = async (chunk: Uint8Array) => {
    let at = 0;
    while (at < chunk.length) {
      at = splitter.write(chunk, at);
      await waitingBelow(window());
    }
    await (current ?? asker).drained();
    await reporter.drained();
  };

  try {
    let isFirst = true;
    for await (const chunk of input as AsyncIterable<Uint8Array>) {
      const hint = isFirst ? utf16Hint(chunk, reading.encoding) : undefined;
      isFirst = false;
      if (hint !== undefined) reporter.seemsToBe(hint);
      await take(decoder.write(chunk));
    }
    const rest = decoder.end();
    if (rest.length > 0) await take(rest);
  } catch (error) {
    input.destroy();
    throw fatal === undefined ? error : fatal.error;
  }
  splitter.end();
  await waitingBelow(1);
}
