import { FIRST_FRAME_BYTE, InvalidUtf8Error } from "@hitung/protocol";
import type { Question } from "../asker.js";
import type { TextAnswer } from "./answer.js";
import type { TextConnection } from "./connection.js";
import type { LinePipeline } from "./line-pipeline.js";
import { OneLine } from "./one-line.js";
import { Sizes } from "./sizes.js";

/** A message of at most so many bytes is kept until it is answered, so that it can be sent again. */
const MAX_KEPT_SIZE = 64 * 1024;

/** Asks what a message holds. */
export interface TextMessageSender {
  /** Opens a connection for a message that is too long to be kept. */
  openStream(): Promise<TextConnection>;
  ask(message: TextMessage): Promise<TextAnswer>;
}

/** A message to a server whose ways are not known yet, or which takes one at a time. */
export class TextMessage implements Question {
  readonly sizes = new Sizes();
  readonly isOnly: boolean;
  readonly #sender: TextMessageSender;
  readonly #line = new OneLine((piece) => this.#add(piece));
  #pieces: Uint8Array[] = [];
  /** On which it is sent while it comes, as it is too long to be kept. */
  #stream: Promise<TextConnection> | undefined;

  /** @param isOnly whether no other message follows it */
  constructor(sender: TextMessageSender, isOnly = false) {
    this.#sender = sender;
    this.isOnly = isOnly;
  }

  /** The message as a reply may quote it, if it is kept. */
  get text(): string {
    return this.bytes.toString();
  }

  /** All of it, if it is kept. */
  get bytes(): Buffer {
    if (this.#pieces.length > 1) this.#pieces = [Buffer.concat(this.#pieces)];
    return (this.#pieces[0] as Buffer | undefined) ?? Buffer.alloc(0);
  }

  /** The connection on which it is sent, if it is not kept. */
  get stream(): Promise<TextConnection> | undefined {
    return this.#stream;
  }

  /** @throws {LineEndError} if it is more than a line */
  write(piece: Uint8Array): void {
    this.#line.write(piece);
  }

  async drained(): Promise<void> {
    if (this.sizes.bytes <= MAX_KEPT_SIZE || this.#isFrame) return;
    this.#stream ??= this.#sender.openStream();
    const connection = await this.#stream;
    for (const piece of this.#pieces.splice(0)) connection.write(piece);
    await connection.drained();
  }

  /** @throws {InvalidUtf8Error} if the first byte is none of UTF-8, but one that would begin a frame */
  async end(): Promise<TextAnswer> {
    this.#line.end();
    if (this.#isFrame) throw new InvalidUtf8Error(0);
    await this.drained();
    return await this.#sender.ask(this);
  }

  finish(onAnswer: (answer: TextAnswer) => void, onFailed: (error: unknown) => void): void {
    this.end().then(onAnswer, onFailed);
  }

  /** Gives it up. */
  cancel(): void {
    this.#stream?.then(
      (connection) => connection.close(),
      () => {},
    );
  }

  get #isFrame(): boolean {
    return ((this.#pieces[0] ?? [])[0] as number) >= FIRST_FRAME_BYTE;
  }

  #add(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.sizes.add(piece);
    // Of what begins a frame nothing is sent.
    if (!this.#isFrame) this.#pieces.push(piece);
  }
}

/** A line to a server that takes many before it has answered the first. */
export class PipelinedLine implements Question {
  readonly #pipeline: LinePipeline;
  readonly #line = new OneLine((piece) => this.#add(piece));
  #lastByte: number | undefined;

  constructor(pipeline: LinePipeline) {
    this.#pipeline = pipeline;
  }

  /** @throws {LineEndError} if it is more than a line */
  write(piece: Uint8Array): void {
    this.#line.write(piece);
  }

  drained(): Promise<void> {
    return this.#pipeline.drained();
  }

  end(): Promise<TextAnswer> {
    return new Promise((resolve, reject) => this.finish(resolve, reject));
  }

  finish(onAnswer: (answer: TextAnswer) => void, onFailed: (error: unknown) => void): void {
    this.#line.end();
    this.#pipeline.endLine(this.#lastByte, { onAnswer, onFailed });
  }

  #add(piece: Uint8Array): void {
    this.#lastByte = piece.at(-1) ?? this.#lastByte;
    this.#pipeline.write(piece);
  }
}
