import type { Socket } from "node:net";
import { Silence, startTimer } from "../../library/deadlines.js";
import { ConnectionError, type ErrorFactory } from "../../library/errors.js";
import { codeOf } from "../../library/socket.js";

/** A connection that speaks text. What comes is kept until it is taken. */
export class TextConnection {
  /** How many messages were answered on it. */
  answers = 0;
  /** Whether something was sent that the server may take for a message of its own: a line end, behind a silence. */
  hasStrayLineEnd = false;
  readonly #socket: Socket;
  readonly #errors: ErrorFactory;
  readonly #silence: Silence;
  #chunks: Buffer[] = [];
  #size = 0;
  #isEnded = false;
  #error: ConnectionError | undefined;
  /** Whether it ended before all was sent. */
  #isUnsent = false;
  #onChange = () => {};
  /** Called once more may be sent. */
  #onDrain = () => {};

  /** @param replyTimeout how many milliseconds the server may be silent while it is waited for */
  constructor(socket: Socket, errors: ErrorFactory, replyTimeout: number) {
    this.#socket = socket;
    this.#errors = errors;
    this.#silence = new Silence(
      replyTimeout,
      () => socket.bytesRead,
      () => socket.destroy(errors.noReply("ETIMEDOUT", `no reply within ${replyTimeout} ms`)),
    );
    socket.on("data", (chunk: Buffer) => {
      this.#silence.restart();
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.#onChange();
    });
    socket.on("error", (error) => {
      this.#error = error instanceof ConnectionError ? error : errors.noReply(codeOf(error), "", error);
    });
    socket.on("drain", () => this.#onDrain());
    socket.on("end", () => this.#onEnd());
    socket.on("close", () => {
      this.#isEnded = true;
      this.#silence.stop();
      this.#onDrain();
      this.#onChange();
    });
  }

  /** Whether nothing more can come. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Why it ended; EOF if the server closed it. */
  get error(): ConnectionError {
    return this.#error ?? this.#errors.noReply("EOF");
  }

  /** Whether the server broke it, or closed it before all was sent: so it is seen that it has not read all. */
  get wasReset(): boolean {
    return this.#isUnsent || ["ECONNRESET", "EPIPE"].includes(this.error.code);
  }

  /** How many bytes came, and were not taken. */
  get size(): number {
    return this.#size;
  }

  /** What came, and was not taken. */
  get received(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  /** Returns what came, and forgets it. */
  take(): Buffer {
    const received = this.received;
    this.#chunks = [];
    this.#size = 0;
    return received;
  }

  /** Keeps what was taken, in front of what comes. */
  putBack(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#chunks.unshift(rest);
    this.#size += rest.length;
  }

  /** Sends bytes, which must not change until `drained`. */
  write(bytes: string | Uint8Array): void {
    if (this.#socket.writable && bytes.length > 0) this.#socket.write(bytes);
  }

  /** Sends nothing more. */
  endOurSide(): void {
    if (this.#socket.writable) this.#socket.end();
  }

  /** Settles once more may be sent, or the connection has ended. */
  async drained(): Promise<void> {
    if (this.#isEnded || !this.#socket.writableNeedDrain) return;
    this.#silence.isBusy = true;
    await new Promise<void>((resolve) => {
      this.#onDrain = resolve;
    });
    this.#silence.isBusy = false;
  }

  /** Waits until something comes or the connection ends, and returns whether it did within so many milliseconds. */
  async hasChange(milliseconds: number): Promise<boolean> {
    if (this.#isEnded) return true;
    const size = this.#size;
    this.#silence.isBusy = true;
    const hasChanged = await new Promise<boolean>((resolve) => {
      const timer = startTimer(milliseconds, () => {
        // What came while the event loop was held up is read in this turn.
        setImmediate(() => resolve(this.#isEnded || this.#size > size));
      });
      this.#onChange = () => {
        clearTimeout(timer);
        resolve(true);
      };
    });
    this.#onChange = () => {};
    this.#silence.isBusy = false;
    return hasChanged;
  }

  /** Has `onChange` called whenever something came or the connection ended, while the server is waited for. */
  listen(onChange: () => void): void {
    this.#onChange = onChange;
  }

  /** Whether the server owes something, so that it must not be silent. */
  set isBusy(isBusy: boolean) {
    this.#silence.isBusy = isBusy;
  }

  /** The server sends no more. Nothing is read any more after that, so that there is no other way to learn of a reset. */
  #onEnd(): void {
    const socket = this.#socket;
    this.#isUnsent = socket.writableLength > 0;
    if (this.#isUnsent || !socket.writable || "encrypted" in socket) socket.destroy();
    // A write of nothing fails if the connection was reset.
    else socket.write(Buffer.alloc(0), (error) => error ?? socket.destroy());
  }

  /** Closes it at once. */
  close(error?: ConnectionError): void {
    this.#socket.destroy(error);
  }
}
