import type { ErrorFactory } from "../../library/errors.js";
import { Fifo } from "../../library/fifo.js";
import { errorCodeOf } from "../../library/server-text.js";
import type { TextAnswer } from "./answer.js";
import type { TextConnection } from "./connection.js";
import { EndlessReplyError, RefusedError } from "./errors.js";
import { isRefusal, lineEndBehind } from "./our-lines.js";

/** The longest reply in bytes that is waited for: a server answers with a line. */
export const MAX_REPLY_SIZE = 64 * 1024;

/** A piece from this size on is sent as it is; shorter ones are gathered. */
const LARGE_PIECE = 16 * 1024;

const LF = 0x0a;

/** Who waits for the answer to a line. */
interface Waiting {
  readonly onAnswer: (answer: TextAnswer) => void;
  readonly onFailed: (error: unknown) => void;
}

/** Sends lines without waiting for the answers to those before, to a server that answers each with a line. */
export class LinePipeline {
  readonly #connection: TextConnection;
  readonly #errors: ErrorFactory;
  readonly #waiting = new Fifo<Waiting>();
  #gathered: Uint8Array[] = [];
  #isFlushDue = false;

  /** @param connection on which no message waits for its answer */
  constructor(connection: TextConnection, errors: ErrorFactory) {
    this.#connection = connection;
    this.#errors = errors;
    connection.listen(() => this.#onChange());
  }

  /** Whether lines can still be sent. */
  get isOpen(): boolean {
    return !this.#connection.isEnded;
  }

  /** Sends a piece of a line. It must not change until `drained`. */
  write(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#gathered.push(piece);
    if (piece.length >= LARGE_PIECE) this.#flush();
    else this.#flushLater();
  }

  /** Ends the line, whose last byte this is. */
  endLine(lastByte: number | undefined, waiting: Waiting): void {
    if (this.#connection.isEnded) {
      waiting.onFailed(this.#connection.error);
      return;
    }
    this.#gathered.push(Buffer.from(lineEndBehind(lastByte)));
    this.#waiting.push(waiting);
    this.#connection.isBusy = true;
    this.#flushLater();
  }

  /** Settles once more may be sent. */
  async drained(): Promise<void> {
    this.#flush();
    await this.#connection.drained();
    this.#connection.isBusy = this.#waiting.length > 0;
  }

  /** Lines that are asked in the same turn of the event loop go out together. */
  #flushLater(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    process.nextTick(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushDue = false;
    const gathered = this.#gathered;
    this.#gathered = [];
    if (gathered.length > 0)
      this.#connection.write(gathered.length === 1 ? (gathered[0] as Buffer) : Buffer.concat(gathered));
  }

  #onChange(): void {
    const connection = this.#connection;
    const received = connection.take();
    let at = 0;
    for (let end = received.indexOf(LF); end !== -1; end = received.indexOf(LF, at)) {
      this.#onLine(received.toString("utf8", at, end + 1));
      at = end + 1;
    }
    const rest = received.subarray(at);
    if (rest.length <= MAX_REPLY_SIZE) connection.putBack(rest);
    else {
      this.#waiting.shift()?.onFailed(new EndlessReplyError(rest.toString("utf8")));
      connection.close(this.#errors.noReply("EPROTO"));
    }
    if (connection.isEnded) this.#failAll(connection.error);
  }

  #onLine(line: string): void {
    const waiting = this.#waiting.shift();
    // Nobody asked: that the connection is closed shows when somebody does.
    if (waiting === undefined) return;
    this.#connection.isBusy = this.#waiting.length > 0;
    const sentence = line.replace(/\r?\n$/, "");
    const code = errorCodeOf(line);
    if (code !== undefined) waiting.onFailed(this.#errors.refused({ code, explanation: sentence }));
    else if (isRefusal(sentence)) waiting.onFailed(new RefusedError(sentence));
    else waiting.onAnswer({ count: Number(/\d+/.exec(sentence)?.[0]), sentence });
  }

  #failAll(error: unknown): void {
    for (let waiting = this.#waiting.shift(); waiting !== undefined; waiting = this.#waiting.shift()) {
      waiting.onFailed(error);
    }
  }
}
