import { ErrorCode, FrameKind } from "./constants.js";
import { BadFrameError } from "./errors.js";
import { FrameDecoder, type FrameHandler } from "./frame.js";
import { answerBatch, BATCH_SIZE } from "./frame-batch.js";
import { MessageCounter } from "./message-counter.js";
import { explainInvalidUtf8, writeCounts, writeError } from "./reply.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { MessageObserver, Responder, ResponderOptions } from "./responder.js";
import { areUnits } from "./units.js";

/** The counts of the message that is being answered: one array for all, so that a reply allocates nothing. */
const COUNTS: number[] = [];

/** Answers the frames of one connection. */
export class FrameResponder implements Responder, FrameHandler {
  readonly mode = "frames";
  readonly endsAtPause = false;
  isClosed = false;
  readonly #decoder = new FrameDecoder([FrameKind.PART, FrameKind.MESSAGE], this);
  readonly #counter = new MessageCounter();
  readonly #observer: MessageObserver | undefined;
  #replies!: ReplyBuffer;
  #kind = 0;
  /** Whether a PART came and its MESSAGE did not. */
  #insideMessage = false;
  #units = 0;
  /** Whether to read no further than to the end of the current message. */
  #stopsAfterMessage = false;
  /** Why the units of the current message cannot be counted. */
  #unitsError = "";

  constructor(options: Pick<ResponderOptions, "observer">) {
    this.#observer = options.observer;
  }

  read(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
    if (this.isClosed) return chunk.length;
    this.#replies = replies;
    try {
      if (this.#observer === undefined) at = this.#readBatch(chunk, at);
      return replies.isFull ? at : this.#decoder.write(chunk, at);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#close(error.message);
      return chunk.length;
    }
  }

  pause(): void {}

  end(replies: ReplyBuffer): void {
    if (this.isClosed) return;
    this.#replies = replies;
    if (this.#decoder.insideFrame) this.#close("the stream ended inside a frame");
    else if (this.#insideMessage) this.#close("the stream ended after a PART, before its MESSAGE");
  }

  onHeader(kind: number, units: number): void {
    this.#kind = kind;
    if (!this.#insideMessage) {
      this.#insideMessage = true;
      this.#units = units;
      this.#unitsError = areUnits(units) ? "" : `units ${units}: unknown, or none`;
      this.#counter.reset(this.#unitsError === "" ? units : 0);
    } else if (units !== this.#units && this.#unitsError === "") {
      this.#unitsError = `units ${units}: not those of the message's first frame, ${this.#units}`;
    }
  }

  onPayload(chunk: Uint8Array, from: number, to: number): void {
    this.#observer?.onPiece(chunk, from, to);
    if (this.#unitsError === "") this.#counter.write(chunk, from, to);
  }

  onFrameEnd(): boolean {
    if (this.#kind === FrameKind.PART) return true;
    this.#insideMessage = false;
    this.#answer();
    return !this.#replies.isFull && !this.#stopsAfterMessage;
  }

  /** Takes the fast road, which starts between two messages, as far as it leads. */
  #readBatch(chunk: Uint8Array, at: number): number {
    if (chunk.length - at < BATCH_SIZE) return at;
    if (this.#insideMessage || this.#decoder.insideFrame) {
      this.#stopsAfterMessage = true;
      at = this.#decoder.write(chunk, at);
      this.#stopsAfterMessage = false;
      if (this.#replies.isFull || chunk.length - at < BATCH_SIZE) return at;
    }
    return answerBatch(chunk, at, this.#replies);
  }

  #answer(): void {
    const counter = this.#counter;
    counter.end();
    if (this.#unitsError !== "") {
      this.#fail(ErrorCode.INVALID_UNITS, this.#unitsError);
    } else if (counter.invalidAt >= 0) {
      this.#fail(ErrorCode.INVALID_UTF8, explainInvalidUtf8(counter.invalidAt));
    } else {
      counter.counts(COUNTS);
      this.#replies.size = writeCounts(this.#replies.bytes, this.#replies.size, this.#units, COUNTS);
      this.#observer?.onAnswer({ kind: "counted", counts: [...COUNTS] });
    }
  }

  #close(explanation: string): void {
    this.#fail(ErrorCode.BAD_FRAME, explanation);
    this.isClosed = true;
  }

  #fail(code: number, explanation: string): void {
    this.#replies.size = writeError(this.#replies.bytes, this.#replies.size, code, explanation);
    this.#observer?.onAnswer({ kind: "failed", code, explanation });
  }
}
