import type { Readable } from "node:stream";
import { InvalidUtf8Error, type Unit } from "@hitung/protocol";
import type { Answer, Asker, Question } from "./asker.js";
import { IllFormedError, type TextPlace } from "./decoding/ill-formed-error.js";
import { InputText, isAsItIs, type Reading } from "./decoding/input-text.js";
import { FaultFinder, Place } from "./decoding/place.js";
import { utf16Hint } from "./decoding/utf16-hint.js";
import { readPieces } from "./file-pieces.js";
import { STANDARD_INPUT, sizeOf } from "./file-rows.js";
import { ProgressBar, type ProgressIo } from "./progress-bar.js";

/** What is shown besides the results. */
export interface FilesIo extends ProgressIo {
  /** Settles once more may be shown. */
  drained(): Promise<void>;
}

/** What a file holds, or why that is not known. */
export interface FileResult {
  readonly path: string;
  readonly answer?: Answer;
  /** How many ill-formed sequences were counted as U+FFFD. */
  readonly replaced: number;
  /** The encoding that it seems to have, if it is not the one in which it was read. */
  readonly seemsToBe: string | undefined;
  readonly error?: unknown;
}

/** Asks the contents of each file as one message, in pieces as they are read. `-` is standard input. */
export async function* askFiles(
  paths: readonly string[],
  stdin: Readable,
  asker: Asker,
  units: readonly Unit[],
  reading: Reading,
  io: FilesIo,
): AsyncGenerator<FileResult> {
  for (const path of paths) {
    const progress = new ProgressBar(path, sizeOf(path), io);
    const file = new InputFile(path, stdin, reading);
    let outcome: { answer: Answer } | { error: unknown };
    try {
      outcome = { answer: await file.ask(asker, units, progress, io) };
    } catch (error) {
      outcome = { error };
    } finally {
      progress.stop();
    }
    yield { path, replaced: file.text.replaced, seemsToBe: file.seemsToBe, ...outcome };
  }
}

/** A file on its way to the server. */
class InputFile {
  readonly text: InputText;
  seemsToBe: string | undefined;
  readonly #path: string;
  readonly #pieces: AsyncIterable<Uint8Array> | [];
  readonly #reading: Reading;
  /** Looks for the fault of what cannot be read again. */
  readonly #finder: FaultFinder | undefined;

  constructor(path: string, stdin: Readable, reading: Reading) {
    const isStdin = path === STANDARD_INPUT;
    this.text = new InputText(reading);
    this.#path = path;
    this.#reading = reading;
    // Standard input that was read to its end before is empty, as for other tools.
    this.#pieces = !isStdin ? readPieces(path) : stdin.readableEnded ? [] : stdin;
    if (isAsItIs(reading) && sizeOf(path) === undefined) this.#finder = new FaultFinder();
  }

  async ask(asker: Asker, units: readonly Unit[], progress: ProgressBar, io: FilesIo): Promise<Answer> {
    let question: Question | undefined;
    try {
      for await (const piece of this.#pieces) {
        if (question === undefined) this.seemsToBe = utf16Hint(piece, this.#reading.encoding);
        question ??= asker.startMessage(units);
        this.#finder?.pass(piece);
        question.write(this.text.write(piece));
        await question.drained();
        await io.drained();
        progress.advance(piece.length);
      }
      question ??= asker.startMessage(units);
      question.write(this.text.end());
    } catch (error) {
      // What was begun has to be ended before the next file begins. Nobody needs its answer.
      if (question?.cancel !== undefined) question.cancel();
      else question?.end().catch(() => {});
      throw error;
    }
    try {
      return await question.end();
    } catch (error) {
      if (!(error instanceof InvalidUtf8Error)) throw error;
      const { byteOffset } = error;
      throw new IllFormedError("utf-8", byteOffset, await this.#placeOf(byteOffset));
    }
  }

  /** Where the fault is that the server found. A file is read again up to it; undefined if that is no longer possible. */
  async #placeOf(byteOffset: number): Promise<TextPlace | undefined> {
    this.#finder?.end();
    if (this.#finder !== undefined) return this.#finder.place;
    const place = new Place();
    if (byteOffset === 0) return place;
    try {
      let left = byteOffset;
      for await (const piece of readPieces(this.#path)) {
        place.pass(piece.subarray(0, left));
        left -= piece.length;
        if (left <= 0) break;
      }
      return place;
    } catch {
      return undefined;
    }
  }
}
