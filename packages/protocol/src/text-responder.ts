import { ErrorCode } from "./constants.js";
import { MessageCounter } from "./message-counter.js";
import { explainInvalidUtf8 } from "./reply.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { MessageObserver, Outcome, Responder, ResponderOptions } from "./responder.js";
import { SENTENCES, type Sentences } from "./sentence.js";
import { type Terminator, type TextHandler, TextSplitter } from "./text.js";
import { UnitBit } from "./units.js";

const ENCODER = new TextEncoder();

/** Answers the messages of one connection in text mode, each with a sentence. */
export class TextResponder implements Responder, TextHandler {
  readonly mode = "text";
  readonly isClosed = false;
  readonly #splitter = new TextSplitter(this);
  readonly #counter = new MessageCounter();
  readonly #unitBit: number;
  readonly #sentences: Sentences;
  readonly #observer: MessageObserver | undefined;
  #replies!: ReplyBuffer;

  constructor(options: ResponderOptions) {
    this.#sentences = SENTENCES[options.language];
    this.#observer = options.observer;
    this.#unitBit = UnitBit[options.unit ?? "codePoints"];
    this.#counter.reset(this.#unitBit);
  }

  get endsAtPause(): boolean {
    return this.#splitter.endsAtPause;
  }

  read(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
    this.#replies = replies;
    return this.#splitter.write(chunk, at);
  }

  pause(replies: ReplyBuffer): void {
    this.#replies = replies;
    this.#splitter.pause();
  }

  end(replies: ReplyBuffer): void {
    this.#replies = replies;
    this.#splitter.end();
  }

  onPiece(chunk: Uint8Array, from: number, to: number): void {
    this.#observer?.onPiece(chunk, from, to);
    this.#counter.write(chunk, from, to);
  }

  onMessageEnd(terminator: Terminator): boolean {
    const counter = this.#counter;
    counter.end();
    const { invalidAt } = counter;
    if (invalidAt < 0) {
      const counts = counter.counts();
      this.#reply(this.#sentences.counted(counts[0] as number) + terminator);
      this.#observer?.onAnswer({ kind: "counted", counts });
    } else {
      this.#reply(this.#sentences.invalidUtf8(invalidAt + 1) + terminator);
      this.#observer?.onAnswer(failure(invalidAt));
    }
    counter.reset(this.#unitBit);
    return !this.#replies.isFull;
  }

  #reply(text: string): void {
    const { bytes, size } = this.#replies;
    this.#replies.size += ENCODER.encodeInto(text, bytes.subarray(size)).written;
  }
}

function failure(invalidAt: number): Outcome {
  return { kind: "failed", code: ErrorCode.INVALID_UTF8, explanation: explainInvalidUtf8(invalidAt) };
}
