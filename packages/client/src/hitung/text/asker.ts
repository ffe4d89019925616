import type { Socket } from "node:net";
import { ErrorCode, type Unit } from "@hitung/protocol";
import { REPLY_TIMEOUT_MS } from "../../library/deadlines.js";
import { ErrorFactory, type ServerError } from "../../library/errors.js";
import { errorCodeOf } from "../../library/server-text.js";
import { type Address, codeOf } from "../../library/socket.js";
import type { Asker, Question } from "../asker.js";
import type { TextAnswer } from "./answer.js";
import { TextConnection } from "./connection.js";
import { NoCountError, RefusedError, UnansweredError } from "./errors.js";
import { exchange, QUIET_MS, receive } from "./exchange.js";
import { LinePipeline } from "./line-pipeline.js";
import { Manner } from "./manner.js";
import { PipelinedLine, TextMessage, type TextMessageSender } from "./messages.js";
import { isRefusal } from "./our-lines.js";
import type { Prompt, Reply } from "./outcome.js";

/** How `TextAsker` asks. */
export interface TextAskerOptions {
  /** Opens a connection, until the signal is aborted. */
  readonly open: (signal: AbortSignal) => Promise<Socket>;
  /** Waits until a server that is full may be asked again. Throws the error if it was asked often enough. */
  readonly onBusy: (error: ServerError, times: number, signal: AbortSignal) => Promise<void>;
  /** Whether an answer without a number is none. */
  readonly needsCount: boolean;
  /** How many milliseconds the server may be silent while it owes the answer, or takes nothing; 0 is no limit. */
  readonly replyTimeout?: number;
}

/**
 * Asks in text mode, one message after the other, and finds out how the server wants to be asked. Most take what one
 * `recv` gives them for the message, and count a line end in it: so none is sent, unless the server waits for it. Some
 * close the connection after their answer, others take more messages on it, or serve nobody else.
 */
export class TextAsker implements Asker, TextMessageSender {
  /** Connections are opened when they are needed. */
  readonly isConnected = true;
  readonly #errors: ErrorFactory;
  readonly #options: Required<TextAskerOptions>;
  readonly #stop = new AbortController();
  /** Where a message was answered, and the next one may be asked. */
  #kept: TextConnection | undefined;
  /** All that are open. */
  readonly #connections = new Set<TextConnection>();
  #pipeline: LinePipeline | undefined;
  /** Whether a connection was made. */
  #wasThere = false;
  readonly #manner = new Manner();

  constructor(address: Address, { replyTimeout = REPLY_TIMEOUT_MS, ...options }: TextAskerOptions) {
    this.#errors = new ErrorFactory(address);
    this.#options = { replyTimeout, ...options };
  }

  /** One, as long as it is not known whether the server takes more before it has answered. */
  get window(): number | undefined {
    return this.#pipeline?.isOpen ? undefined : 1;
  }

  startMessage(_units: readonly Unit[], isOnly = false): Question {
    if (this.#pipeline?.isOpen) return new PipelinedLine(this.#pipeline);
    return new TextMessage(this, isOnly);
  }

  async drained(): Promise<void> {
    if (this.#pipeline?.isOpen) await this.#pipeline.drained();
  }

  async close(): Promise<void> {
    const error = this.#errors.noReply("ECANCELED");
    this.#stop.abort(error);
    for (const connection of this.#connections) connection.close(error);
  }

  async openStream(): Promise<TextConnection> {
    // What cannot be sent again goes where it is answered for certain.
    if (this.#kept?.answers === 1) this.#drop(this.#kept);
    return await this.#connect();
  }

  async ask(message: TextMessage): Promise<TextAnswer> {
    const manner = this.#manner;
    let busy = 0;
    let isRepeated = false;
    let wasReset = false;
    for (;;) {
      const mayBeLine = manner.takesLines || (manner.isLikeOurs && this.#kept?.isEnded === false);
      if (message.sizes.bytes === 0 && !mayBeLine) return await this.#askEmpty();
      const connection = (await message.stream) ?? (await this.#connect());
      const isLine = manner.takesLines || (manner.isLikeOurs && connection.answers > 0);
      const outcome = await this.#dropIfFailed(
        connection,
        exchange(connection, message, manner, isLine, this.#errors),
      );
      const { reply } = outcome;
      const code = reply && errorCodeOf(reply.bytes.toString());
      if (reply === undefined || code === ErrorCode.IDLE) {
        this.#drop(connection);
        // A server that ends after its answer may still take a connection, and break it. The next try shows.
        const mayHaveEnded = manner.answers > 0 && connection.wasReset && !wasReset;
        wasReset = connection.wasReset;
        const isAskedAgain = manner.learnFromSilence(outcome, message, connection) || mayHaveEnded;
        if (!isAskedAgain || message.stream !== undefined) throw connection.error;
      } else if (code === ErrorCode.SERVER_BUSY) {
        this.#drop(connection);
        const error = this.#errors.refused({ code, explanation: reply.sentence });
        if (message.stream !== undefined) throw error;
        await this.#options.onBusy(error, ++busy, this.#stop.signal);
      } else if (
        manner.learnFrom(outcome, message, connection) ||
        isRepeated ||
        message.stream !== undefined
      ) {
        return this.#accept(reply, outcome.prompt, connection);
      } else {
        isRepeated = true;
        // A server that takes one message after the other can be asked again where it is.
        if (connection !== this.#kept) this.#drop(connection);
      }
    }
  }

  /** The connection for the next message: the one before, if the server left it open. */
  async #connect(): Promise<TextConnection> {
    if (this.#kept?.isEnded === false) return this.#kept;
    return await this.#open();
  }

  async #open(): Promise<TextConnection> {
    try {
      const socket = await this.#options.open(this.#stop.signal);
      this.#wasThere = true;
      const connection = new TextConnection(socket, this.#errors, this.#options.replyTimeout);
      this.#connections.add(connection);
      return connection;
    } catch (error) {
      // That it was there, and is gone, is told in another way than that there is none.
      if (!this.#wasThere || !["ECONNREFUSED", "ENOENT"].includes(codeOf(error))) throw error;
      throw this.#errors.noReply(codeOf(error), "the server has ended", error);
    }
  }

  #drop(connection: TextConnection): void {
    connection.close();
    this.#connections.delete(connection);
    if (this.#kept === connection) this.#kept = undefined;
  }

  async #dropIfFailed<T>(connection: TextConnection, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      this.#drop(connection);
      throw error;
    }
  }

  /** @throws {RefusedError | NoCountError} if the reply is no answer */
  #accept({ sentence, count, shape }: Reply, prompt: Prompt, connection: TextConnection): TextAnswer {
    const manner = this.#manner;
    connection.take();
    connection.answers++;
    manner.answers++;
    manner.shape = shape;
    if (connection.isEnded || manner.repliesOnce || manner.readsToEnd) this.#drop(connection);
    else this.#kept = connection;
    if (manner.isOurs && connection === this.#kept)
      this.#pipeline = new LinePipeline(connection, this.#errors);
    if (isRefusal(sentence)) throw new RefusedError(sentence);
    if (this.#options.needsCount && count === undefined) throw new NoCountError(sentence);
    const wasCut = connection.wasReset && prompt === "message";
    return { count, sentence, ...(wasCut ? { wasReset: true } : {}) };
  }

  /**
   * Asks an empty message: the end of the stream alone, on a connection of its own. If the server says nothing to it, an
   * empty line is tried, of which only 0 is believed.
   * @throws {UnansweredError} if it has no answer
   */
  async #askEmpty(): Promise<TextAnswer> {
    const message = new TextMessage(this, true);
    for (const line of ["", "\n"]) {
      const connection = await this.#open().catch((error) => {
        if (line === "") throw error;
        throw new UnansweredError();
      });
      // What comes before anything was sent is a greeting.
      await connection.hasChange(QUIET_MS);
      connection.take();
      connection.write(line);
      connection.endOurSide();
      // Some servers leave the connection open, or do not come to it while they serve another one.
      const isAnswered = await connection.hasChange(this.#manner.patience);
      const reply = isAnswered
        ? await this.#dropIfFailed(connection, receive(connection, message, this.#manner, 0, this.#errors))
        : undefined;
      this.#drop(connection);
      if (this.#stop.signal.aborted) throw connection.error;
      if (reply !== undefined && (line === "" || reply.count === 0)) {
        if (isRefusal(reply.sentence)) throw new RefusedError(reply.sentence);
        return { count: reply.count, sentence: reply.sentence };
      }
      if (this.#kept !== undefined) break;
    }
    throw new UnansweredError();
  }
}
