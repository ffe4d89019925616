import { MessageCounter } from "../counting/message-counter.js";
import { explainInvalidUtf8, explainTooLarge } from "../frames/reply.js";
import { SENTENCES, type Sentences } from "../text/sentences.js";
import { type Terminator, type TextHandler, TextSplitter } from "../text/splitter.js";
import { UnitBit } from "../units.js";
import { ErrorCode } from "../wire.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { MessageObserver, Responder, ResponderOptions, TerminationCode } from "./responder.js";
import type { Tally } from "./tally.js";

const ENCODER = new TextEncoder();

/** Answers the messages of one connection in text mode, each with a sentence. */
export class TextResponder implements Responder, TextHandler {
  readonly mode = "text";
  isClosed = false;
  messages = 0;
  readonly #splitter = new TextSplitter(this);
  readonly #counter = new MessageCounter();
  readonly #unitBit: number;
  readonly #sentences: Sentences;
  readonly #observer: MessageObserver | undefined;
  readonly #maxMessageSize: number;
  readonly #tally: Tally | undefined;
  /** The bytes of the current message that came. */
  #size = 0;
  #replies!: ReplyBuffer;

  constructor(options: ResponderOptions) {
    this.#sentences = SENTENCES[options.language];
    this.#observer = options.observer;
    this.#maxMessageSize = options.maxMessageSize ?? Infinity;
    this.#tally = options.tally;
    this.#unitBit = UnitBit[options.unit ?? "codePoints"];
    this.#counter.reset(this.#unitBit);
  }

  get endsAtPause(): boolean {
    return this.#splitter.endsAtPause;
  }

  read(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
    if (this.isClosed) return chunk.length;
    this.#replies = replies;
    return this.#splitter.write(chunk, at);
  }

  pause(replies: ReplyBuffer): void {
    if (this.isClosed) return;
    this.#replies = replies;
    this.#splitter.pause();
  }

  end(replies: ReplyBuffer): void {
    if (this.isClosed) return;
    this.#replies = replies;
    this.#splitter.end();
  }

  terminate(code: TerminationCode, replies: ReplyBuffer): void {
    if (this.isClosed) return;
    this.#replies = replies;
    this.isClosed = true;
    this.#tally?.addError(code);
    // A person sees that the server is gone; a program that reads lines would take more for an answer.
    if (code !== ErrorCode.SHUTTING_DOWN) {
      const { busy, idle } = this.#sentences;
      this.#reply(`${code === ErrorCode.IDLE ? idle : busy}\n`);
    }
  }

  onPiece(chunk: Uint8Array, from: number, to: number): void {
    this.#observer?.onPiece(chunk, from, to);
    this.#size += to - from;
    if (this.#size <= this.#maxMessageSize) this.#counter.write(chunk, from, to);
  }

  onMessageEnd(terminator: Terminator): boolean {
    const counter = this.#counter;
    counter.end();
    this.messages++;
    const { invalidAt } = counter;
    if (this.#size > this.#maxMessageSize) {
      const sentence = this.#sentences.tooLarge(this.#maxMessageSize);
      this.#fail(ErrorCode.MESSAGE_TOO_LARGE, sentence + terminator, explainTooLarge(this.#maxMessageSize));
    } else if (invalidAt >= 0) {
      const sentence = this.#sentences.invalidUtf8(invalidAt + 1);
      this.#fail(ErrorCode.INVALID_UTF8, sentence + terminator, explainInvalidUtf8(invalidAt));
    } else {
      const counts = counter.counts();
      this.#reply(this.#sentences.counted(counts[0] as number) + terminator);
      this.#tally?.addCounted(this.#unitBit, 1);
      this.#observer?.onAnswer({ kind: "counted", counts });
    }
    this.#size = 0;
    counter.reset(this.#unitBit);
    return !this.#replies.isFull;
  }

  #fail(code: ErrorCode, reply: string, explanation: string): void {
    this.#reply(reply);
    this.#tally?.addError(code);
    this.#observer?.onAnswer({ kind: "failed", code, explanation });
  }

  #reply(text: string): void {
    const { bytes, size } = this.#replies;
    this.#replies.size += ENCODER.encodeInto(text, bytes.subarray(size)).written;
  }
}
