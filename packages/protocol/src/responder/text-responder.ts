import { SENTENCES, type Sentences } from "../text/sentences.js";
import { type Terminator, type TextHandler, TextSplitter } from "../text/splitter.js";
import { UnitBit, type UnitSet } from "../units.js";
import { ErrorCode } from "../wire.js";
import { Answerer, MUCH } from "./answerer.js";
import { answerLines, LARGEST_BATCHED_MESSAGE, takeBatchTally } from "./batch.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Outcome, Responder, ResponderOptions, TerminationCode } from "./responder.js";

const ENCODER = new TextEncoder();

/** Answers the messages of one connection in text mode, each with a sentence. */
export class TextResponder implements Responder, TextHandler {
  readonly mode = "text";
  isClosed = false;
  readonly #splitter = new TextSplitter(this);
  readonly #answerer: Answerer;
  readonly #replies: ReplyBuffer;
  readonly #sentences: Sentences;
  readonly #units: UnitSet;
  /** Whether short lines may be answered together in the kernel. An observer must see each of them. */
  readonly #batches: boolean;
  /** Whether to read no further than to the end of the current message. */
  #stopsAfterMessage = false;
  /** With what the connection is closed when the current message is answered. */
  #lastWord: TerminationCode | undefined;

  constructor(options: ResponderOptions) {
    this.#replies = options.replies;
    this.#sentences = SENTENCES[options.language];
    this.#units = UnitBit[options.unit ?? "codePoints"];
    this.#answerer = new Answerer(options, this.mode);
    this.#answerer.begin(this.#units);
    const { observer, maxMessageSize = Infinity } = options;
    this.#batches = observer === undefined && maxMessageSize >= LARGEST_BATCHED_MESSAGE;
  }

  get endsAtPause(): boolean {
    return this.#splitter.endsAtPause;
  }

  get messages(): number {
    return this.#answerer.messages;
  }

  get expectsMuch(): boolean {
    return this.#answerer.size >= MUCH;
  }

  read(chunk: Uint8Array, at: number): number {
    if (this.#batches && !this.isClosed && this.#lastWord === undefined) at = this.#readBatch(chunk, at);
    if (!this.isClosed && !this.#replies.isFull) at = this.#splitter.write(chunk, at);
    // What follows the last message is not read.
    return this.isClosed ? chunk.length : at;
  }

  pause(): void {
    if (!this.isClosed) this.#splitter.pause();
  }

  end(): void {
    if (!this.isClosed) this.#splitter.end();
  }

  terminate(code: TerminationCode): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#answerer.tally?.addError(code);
    // A person sees that the server is gone; a program that reads lines would take a sentence for an answer.
    if (code === ErrorCode.SHUTTING_DOWN) return;
    const { busy, idle } = this.#sentences;
    this.#write(`${code === ErrorCode.IDLE ? idle : busy}\n`);
  }

  terminateAfterMessage(code: TerminationCode): void {
    if (this.#splitter.isInsideMessage) this.#lastWord = code;
    else this.terminate(code);
  }

  onPiece(chunk: Uint8Array, from: number, to: number): void {
    this.#answerer.addPiece(chunk, from, to);
  }

  onMessageEnd(terminator: Terminator): boolean {
    this.#write(this.#sentenceFor(this.#answerer.answer()) + terminator);
    this.#answerer.begin(this.#units);
    if (this.#lastWord !== undefined) this.terminate(this.#lastWord);
    return !this.#replies.isFull && !this.#stopsAfterMessage && !this.isClosed;
  }

  /** Answers lines in batches as far as possible. A batch starts between two messages. */
  #readBatch(chunk: Uint8Array, at: number): number {
    if (this.#splitter.isInsideMessage) {
      this.#stopsAfterMessage = true;
      at = this.#splitter.write(chunk, at);
      this.#stopsAfterMessage = false;
      if (this.#replies.isFull) return at;
    }
    const end = answerLines(chunk, at, this.#replies, this.#units, this.#sentences.counted);
    if (end > at) this.#splitter.skipLines();
    this.#answerer.messages += takeBatchTally(this.#answerer.tally);
    return end;
  }

  #sentenceFor(outcome: Outcome): string {
    const { counted, invalidUtf8, tooLarge } = this.#sentences;
    if (outcome.kind === "counted") return counted(outcome.counts[0] as number);
    if (outcome.code === ErrorCode.MESSAGE_TOO_LARGE) return tooLarge(this.#answerer.maxMessageSize);
    return invalidUtf8(this.#answerer.invalidAt + 1);
  }

  #write(text: string): void {
    const { bytes, size } = this.#replies;
    this.#replies.size += ENCODER.encodeInto(text, bytes.subarray(size)).written;
  }
}
