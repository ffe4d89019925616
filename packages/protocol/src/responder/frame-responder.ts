import { MessageCounter } from "../counting/message-counter.js";
import { BadFrameError } from "../errors.js";
import { FrameDecoder, type FrameHandler } from "../frames/frame.js";
import { explainInvalidUtf8, explainTooLarge, writeCounts, writeError } from "../frames/reply.js";
import { areUnits } from "../units.js";
import { ErrorCode, FrameKind } from "../wire.js";
import { answerBatch, BATCH_MAX_MESSAGE, BATCH_SIZE, takeBatchTally } from "./batch.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { MessageObserver, Responder, ResponderOptions, TerminationCode } from "./responder.js";
import type { Tally } from "./tally.js";

/** The counts of the message that is being answered: one array for all, so that a reply allocates nothing. */
const COUNTS: number[] = [];

/** What a client reads where the server closes the connection. */
const TERMINATIONS: Readonly<Record<TerminationCode, string>> = {
  [ErrorCode.SERVER_BUSY]: "the server has as many connections as it takes; try again later",
  [ErrorCode.IDLE]: "the connection made no progress for too long",
  [ErrorCode.SHUTTING_DOWN]: "the server shuts down; send what has no reply again elsewhere, or later",
};

/** Answers the frames of one connection. */
export class FrameResponder implements Responder, FrameHandler {
  readonly mode = "frames";
  readonly endsAtPause = false;
  isClosed = false;
  messages = 0;
  readonly #decoder = new FrameDecoder([FrameKind.PART, FrameKind.MESSAGE], this);
  readonly #counter = new MessageCounter();
  readonly #observer: MessageObserver | undefined;
  readonly #maxMessageSize: number;
  readonly #tally: Tally | undefined;
  /** Whether short messages may be answered together, without a look at each. */
  readonly #batches: boolean;
  #replies!: ReplyBuffer;
  #kind = 0;
  /** Whether a PART came and its MESSAGE did not. */
  #insideMessage = false;
  #units = 0;
  /** The bytes of the current message that came. */
  #size = 0;
  /** Whether to read no further than to the end of the current message. */
  #stopsAfterMessage = false;
  /** Why the units of the current message cannot be counted. */
  #unitsError = "";

  constructor({ observer, maxMessageSize = Infinity, tally }: Omit<ResponderOptions, "language" | "unit">) {
    this.#observer = observer;
    this.#maxMessageSize = maxMessageSize;
    this.#tally = tally;
    this.#batches = observer === undefined && maxMessageSize >= BATCH_MAX_MESSAGE;
  }

  read(chunk: Uint8Array, at: number, replies: ReplyBuffer): number {
    if (this.isClosed) return chunk.length;
    this.#replies = replies;
    try {
      if (this.#batches) at = this.#readBatch(chunk, at);
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

  terminate(code: TerminationCode, replies: ReplyBuffer): void {
    if (this.isClosed) return;
    this.#replies = replies;
    this.#writeError(code, TERMINATIONS[code]);
    this.isClosed = true;
  }

  onHeader(kind: number, units: number): void {
    this.#kind = kind;
    if (!this.#insideMessage) {
      this.#insideMessage = true;
      this.#units = units;
      this.#size = 0;
      this.#unitsError = areUnits(units) ? "" : `units ${units}: unknown, or none`;
      this.#counter.reset(this.#unitsError === "" ? units : 0);
    } else if (units !== this.#units && this.#unitsError === "") {
      this.#unitsError = `units ${units}: not those of the message's first frame, ${this.#units}`;
    }
  }

  onPayload(chunk: Uint8Array, from: number, to: number): void {
    this.#observer?.onPiece(chunk, from, to);
    this.#size += to - from;
    if (this.#unitsError === "" && !this.#isTooLarge) this.#counter.write(chunk, from, to);
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
    at = answerBatch(chunk, at, this.#replies);
    this.messages += takeBatchTally(this.#tally);
    return at;
  }

  get #isTooLarge(): boolean {
    return this.#size > this.#maxMessageSize;
  }

  #answer(): void {
    const counter = this.#counter;
    counter.end();
    this.messages++;
    if (this.#unitsError !== "") {
      this.#fail(ErrorCode.INVALID_UNITS, this.#unitsError);
    } else if (this.#isTooLarge) {
      this.#fail(ErrorCode.MESSAGE_TOO_LARGE, explainTooLarge(this.#maxMessageSize));
    } else if (counter.invalidAt >= 0) {
      this.#fail(ErrorCode.INVALID_UTF8, explainInvalidUtf8(counter.invalidAt));
    } else {
      counter.counts(COUNTS);
      this.#replies.size = writeCounts(this.#replies.bytes, this.#replies.size, this.#units, COUNTS);
      this.#tally?.addCounted(this.#units, 1);
      this.#observer?.onAnswer({ kind: "counted", counts: [...COUNTS] });
    }
  }

  #close(explanation: string): void {
    this.#fail(ErrorCode.BAD_FRAME, explanation);
    this.isClosed = true;
  }

  #fail(code: ErrorCode, explanation: string): void {
    this.#writeError(code, explanation);
    this.#observer?.onAnswer({ kind: "failed", code, explanation });
  }

  #writeError(code: ErrorCode, explanation: string): void {
    this.#replies.size = writeError(this.#replies.bytes, this.#replies.size, code, explanation);
    this.#tally?.addError(code);
  }
}
