import type { Socket } from "node:net";
import { FIRST_FRAME_BYTE, InvalidUtf8Error } from "@hitung/protocol";
import { REPLY_TIMEOUT_MS, Silence } from "../library/deadlines.js";
import { ConnectionError, ErrorFactory } from "../library/errors.js";
import { type Address, codeOf } from "../library/socket.js";

/** The longest answer in bytes that is waited for; a server in text mode answers with one line. */
const MAX_ANSWER = 64 * 1024;

/** How our own server begins a line that tells why it did not count, in each language. */
const REFUSAL = /^(Galat|Error): /m;

/** A server in text mode answered that it did not count. */
export class RefusedError extends Error {}

/** Opens a connection, until the signal is aborted. */
export type OpenText = (address: Address, signal: AbortSignal) => Promise<Socket>;

/** How a message in text mode waits for its answer. */
export interface TextMessageOptions {
  /** How many milliseconds the server may be silent while it owes the answer, or takes nothing; 0 is no limit. */
  readonly replyTimeout?: number;
  /** Holds an answer back until its turn comes. */
  readonly inTurn?: (answer: Promise<string>) => Promise<string>;
}

/** A message in text mode, which has a connection of its own and ends with its half-close. */
export class TextMessage {
  readonly #errors: ErrorFactory;
  readonly #socket: Promise<Socket>;
  readonly #pieces: Uint8Array[] = [];
  readonly #answer: Uint8Array[] = [];
  readonly #options: Required<TextMessageOptions>;
  readonly #stop = new AbortController();
  #silence: Silence | undefined;
  #answerSize = 0;
  #isEmpty = true;
  /** Whether the first byte would begin a frame, so that the server would not take the message for text. */
  #isFrame = false;
  #error: ConnectionError | undefined;
  #onDrain = () => {};

  /** @param open opens the connection; what it throws, `drained` and `end` throw */
  constructor(
    address: Address,
    open: OpenText,
    { replyTimeout = REPLY_TIMEOUT_MS, inTurn = (answer) => answer }: TextMessageOptions = {},
  ) {
    this.#errors = new ErrorFactory(address);
    this.#options = { replyTimeout, inTurn };
    this.#socket = open(address, this.#stop.signal).then((socket) => this.#listenTo(socket));
    // If it fails before somebody waits for it, Node would end the process for an unhandled rejection.
    this.#socket.catch(() => {});
  }

  /** Takes the next piece. It must not change until `drained` or `end`. */
  write(piece: Uint8Array): void {
    if (this.#isEmpty && piece.length > 0) {
      this.#isEmpty = false;
      this.#isFrame = (piece[0] as number) >= FIRST_FRAME_BYTE;
    }
    this.#pieces.push(piece);
  }

  /** Sends what was written, and settles once the server has taken so much that more may be sent, or is gone. */
  async drained(): Promise<void> {
    const socket = await this.#send();
    if (socket.destroyed || !socket.writableNeedDrain) return;
    this.#setBusy(true);
    await new Promise<void>((resolve) => {
      this.#onDrain = resolve;
    });
    this.#setBusy(false);
  }

  /**
   * Ends the message, and returns all that the server says until it closes, without the end of the last line. An empty
   * message is sent as an empty line, since a connection without a byte holds no message.
   * @throws {ConnectionError} if the connection cannot be made or is lost, or the server says nothing, or not in time
   * @throws {RefusedError} if the server says that it did not count
   * @throws {InvalidUtf8Error} if the first byte is none of UTF-8, but one that would begin a frame
   */
  end(): Promise<string> {
    return this.#options.inTurn(this.#exchange());
  }

  /** As `end`, without a promise. */
  finish(onAnswer: (answer: string) => void, onFailed: (error: unknown) => void): void {
    this.end().then(onAnswer, onFailed);
  }

  /** Closes the connection at once. A message without an answer fails with the code ECANCELED. */
  cancel(): void {
    this.#stop.abort(this.#errors.noReply("ECANCELED"));
  }

  async #exchange(): Promise<string> {
    const socket = await this.#send();
    if (this.#isFrame) {
      socket.destroy();
      throw new InvalidUtf8Error(0);
    }
    const closed = new Promise((resolve) => socket.once("close", resolve));
    if (!socket.destroyed) {
      socket.end(this.#isEmpty ? "\n" : "");
      this.#setBusy(true);
      await closed;
    }
    // A server that closes without having read all resets the connection, also after its answer.
    if (this.#answerSize === 0) throw this.#error ?? this.#errors.noReply("EOF");
    const answer = Buffer.concat(this.#answer)
      .toString("utf8")
      .replace(/\r?\n$/, "");
    if (REFUSAL.test(answer)) throw new RefusedError(answer);
    return answer;
  }

  #listenTo(socket: Socket): Socket {
    const { replyTimeout } = this.#options;
    this.#silence = new Silence(
      replyTimeout,
      () => socket.bytesRead,
      () => socket.destroy(this.#errors.noReply("ETIMEDOUT", `no reply within ${replyTimeout} ms`)),
    );
    this.#stop.signal.addEventListener("abort", () => socket.destroy(this.#stop.signal.reason));
    socket.on("data", (chunk: Uint8Array) => {
      this.#silence?.restart();
      this.#answer.push(chunk);
      this.#answerSize += chunk.length;
      if (this.#answerSize >= MAX_ANSWER) socket.destroy();
    });
    socket.on("end", () => socket.destroySoon());
    socket.on("error", (error) => {
      this.#error = error instanceof ConnectionError ? error : this.#errors.noReply(codeOf(error), "", error);
    });
    socket.on("drain", () => this.#onDrain());
    socket.on("close", () => {
      this.#silence?.stop();
      this.#onDrain();
    });
    return socket;
  }

  #setBusy(isBusy: boolean): void {
    if (this.#silence !== undefined) this.#silence.isBusy = isBusy;
  }

  async #send(): Promise<Socket> {
    const socket = await this.#socket;
    for (const piece of this.#pieces.splice(0)) if (socket.writable && !this.#isFrame) socket.write(piece);
    return socket;
  }
}
