import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { Counts, Unit } from "@hitung/protocol";
import type { Asker, Question } from "./asker.js";
import { STANDARD_INPUT, sizeOf } from "./file-rows.js";
import { ProgressBar, type ProgressIo } from "./progress-bar.js";

/** What a file holds, or why that is not known. */
export interface FileResult {
  readonly path: string;
  readonly counts?: Counts;
  readonly error?: unknown;
}

/** So much is read at once, in bytes. */
const PIECE_SIZE = 256 * 1024;

/** Asks the contents of each file as one message, in pieces as they are read. `-` is standard input. */
export async function* askFiles(
  paths: readonly string[],
  stdin: Readable,
  asker: Asker,
  units: readonly Unit[],
  io: ProgressIo,
): AsyncGenerator<FileResult> {
  for (const path of paths) {
    const input = path === STANDARD_INPUT ? stdin : createReadStream(path, { highWaterMark: PIECE_SIZE });
    const progress = new ProgressBar(path, sizeOf(path), io);
    let result: FileResult;
    try {
      result = { path, counts: await ask(input, asker, units, progress) };
    } catch (error) {
      result = { path, error };
    } finally {
      progress.stop();
    }
    yield result;
  }
}

async function ask(
  input: Readable,
  asker: Asker,
  units: readonly Unit[],
  progress: ProgressBar,
): Promise<Counts> {
  let question: Question | undefined;
  try {
    // Standard input that was read to its end before is empty, as for other tools.
    const pieces: AsyncIterable<Uint8Array> | [] = input.readableEnded ? [] : input;
    for await (const piece of pieces) {
      question ??= asker.startMessage(units);
      question.write(piece);
      await question.drained();
      progress.advance(piece.length);
    }
  } catch (error) {
    // What was begun has to be ended before the next file begins. Nobody needs its answer.
    question?.end().catch(() => {});
    throw error;
  }
  question ??= asker.startMessage(units);
  // Text mode, which answers sentences, takes no files.
  return (await question.end()) as Counts;
}
