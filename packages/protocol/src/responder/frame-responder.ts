import { BadFrameError } from "../errors.js";
import { FrameDecoder, type FrameHandler } from "../frames/frame.js";
import { putCounts, writeError } from "../frames/reply.js";
import type { UnitSet } from "../units.js";
import { ErrorCode, FrameKind } from "../wire.js";
import { Answerer, MUCH } from "./answerer.js";
import { answerFrames, LARGEST_BATCHED_MESSAGE, SMALLEST_BATCH, takeBatchTally } from "./batch.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Outcome, Responder, ResponderOptions, TerminationCode } from "./responder.js";

/** The explanations with which a server closes a connection. */
const TERMINATIONS: Readonly<Record<TerminationCode, string>> = {
  [ErrorCode.SERVER_BUSY]: "the server has as many connections as it takes; try again later",
  [ErrorCode.IDLE]: "the connection made no progress for too long",
  [ErrorCode.SHUTTING_DOWN]: "the server shuts down; send what has no reply again elsewhere, or later",
};

/** Answers the messages of one connection in frames, each with a COUNTS or an ERROR. */
export class FrameResponder implements Responder, FrameHandler {
  readonly mode = "frames";
  readonly endsAtPause = false;
  isClosed = false;
  readonly #decoder = new FrameDecoder([FrameKind.PART, FrameKind.MESSAGE], this);
  readonly #answerer: Answerer;
  readonly #replies: ReplyBuffer;
  /** Whether short messages may be answered together in the kernel. An observer must see each of them. */
  readonly #batches: boolean;
  #kind = 0;
  #units: UnitSet = 0;
  /** Whether a PART came and its MESSAGE did not. */
  #insideMessage = false;
  /** Whether to read no further than to the end of the current message. */
  #stopsAfterMessage = false;
  /** With what the connection is closed when the current message is answered. */
  #lastWord: TerminationCode | undefined;

  constructor(options: ResponderOptions) {
    this.#replies = options.replies;
    this.#answerer = new Answerer(options, this.mode);
    const { observer, maxMessageSize = Infinity } = options;
    this.#batches = observer === undefined && maxMessageSize >= LARGEST_BATCHED_MESSAGE;
  }

  get messages(): number {
    return this.#answerer.messages;
  }

  get expectsMuch(): boolean {
    return this.#decoder.missing >= MUCH;
  }

  read(chunk: Uint8Array, at: number): number {
    if (this.isClosed) return chunk.length;
    try {
      if (this.#batches && this.#lastWord === undefined) at = this.#readBatch(chunk, at);
      if (!this.#replies.isFull) at = this.#decoder.write(chunk, at);
      // What follows the last message is not read.
      return this.isClosed ? chunk.length : at;
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.#close(error.message);
      return chunk.length;
    }
  }

  pause(): void {}

  end(): void {
    if (this.isClosed) return;
    if (this.#decoder.insideFrame) this.#close("the stream ended inside a frame");
    else if (this.#insideMessage) this.#close("the stream ended after a PART, before its MESSAGE");
  }

  terminate(code: TerminationCode): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.#answerer.tally?.addError(code);
    this.#write({ kind: "failed", code, explanation: TERMINATIONS[code] });
  }

  terminateAfterMessage(code: TerminationCode): void {
    if (this.#decoder.insideFrame || this.#insideMessage) this.#lastWord = code;
    else this.terminate(code);
  }

  onHeader(kind: number, units: UnitSet): void {
    this.#kind = kind;
    this.#units = units;
    if (this.#insideMessage) this.#answerer.resume(units);
    else this.#answerer.begin(units);
    this.#insideMessage = true;
  }

  onPayload(chunk: Uint8Array, from: number, to: number): void {
    this.#answerer.addPiece(chunk, from, to);
  }

  onFrameEnd(): boolean {
    if (this.#kind === FrameKind.PART) return true;
    this.#insideMessage = false;
    this.#write(this.#answerer.answer());
    if (this.#lastWord !== undefined) this.terminate(this.#lastWord);
    return !this.#replies.isFull && !this.#stopsAfterMessage && !this.isClosed;
  }

  /** Answers messages in batches as far as possible. A batch starts between two messages. */
  #readBatch(chunk: Uint8Array, at: number): number {
    if (chunk.length - at < SMALLEST_BATCH) return at;
    if (this.#insideMessage || this.#decoder.insideFrame) {
      this.#stopsAfterMessage = true;
      at = this.#decoder.write(chunk, at);
      this.#stopsAfterMessage = false;
      if (this.#replies.isFull || chunk.length - at < SMALLEST_BATCH) return at;
    }
    at = answerFrames(chunk, at, this.#replies);
    this.#answerer.messages += takeBatchTally(this.#answerer.tally);
    return at;
  }

  #close(explanation: string): void {
    this.#write(this.#answerer.fail(ErrorCode.BAD_FRAME, explanation));
    this.isClosed = true;
  }

  #write(outcome: Outcome): void {
    const { bytes, size } = this.#replies;
    this.#replies.size =
      outcome.kind === "counted"
        ? putCounts(bytes, size, this.#units, outcome.counts)
        : writeError(bytes, size, outcome.code, outcome.explanation);
  }
}
