import type { Socket } from "node:net";
import { ErrorCode, printable, type Unit } from "@hitung/protocol";
import { REPLY_TIMEOUT_MS } from "../../library/deadlines.js";
import { ErrorFactory, type ServerError } from "../../library/errors.js";
import { errorCodeOf } from "../../library/server-text.js";
import { type Address, codeOf } from "../../library/socket.js";
import type { Asker, Question } from "../asker.js";
import type { TextAnswer } from "./answer.js";
import { TextConnection } from "./connection.js";
import { numbersIn, type ReadReply, readReply } from "./count-in.js";
import { EndlessReplyError, NoCountError, RefusedError, UnansweredError } from "./errors.js";
import { LinePipeline, MAX_REPLY_SIZE } from "./line-pipeline.js";
import { PipelinedLine, TextMessage, type TextMessageSender } from "./messages.js";
import { isRefusal, isReplyOfOurs, lineEndBehind } from "./our-lines.js";

/** After so many milliseconds without a reply more is tried: a line end, then the end of the stream. */
const PATIENCE_MS = 1000;

/** As much, where the end of the stream is tried at once, which no server counts. */
const PATIENCE_BEFORE_END_MS = 300;

/** A reply is whole if nothing follows it for so many milliseconds: behind a number that may be the count, or anything else. */
const QUIET_MS = 50;
const LONG_QUIET_MS = 1000;

/** A reply of hitung-server to a message without a line end comes after 250 ms (PROTOCOL.md), which a timer may cut a little. */
const OWN_PAUSE_MS = 240;

/** How a server was brought to reply. */
type Prompt =
  /** By the message. */
  | "message"
  /** By a line end, together with the message. */
  | "line"
  /** By a line end, behind a silence. */
  | "lateLine"
  /** By the end of the stream; and whether a line end came before. */
  | "end"
  | "lineAndEnd";

/** What came of a message on one connection. */
interface Outcome {
  /** Undefined if nothing came. */
  readonly reply: (ReadReply & { readonly bytes: Buffer }) | undefined;
  readonly prompt: Prompt;
  /** From the message to the reply. */
  readonly milliseconds: number;
}

/** How `TextAsker` asks. */
export interface TextAskerOptions {
  /** Opens a connection, until the signal is aborted. */
  readonly open: (address: Address, signal: AbortSignal) => Promise<Socket>;
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
  readonly #address: Address;
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
  #answers = 0;

  // What is known of the server:

  /** It takes lines, and no line end is counted. */
  #takesLines = false;
  /** It may be hitung-server, which takes lines: the next message shows. */
  #isLikeOurs = false;
  /** It replies when it has read the stream to its end. */
  #readsToEnd = false;
  /** It replies once on a connection, though it leaves it open. */
  #repliesOnce = false;
  #patience = PATIENCE_MS;
  /** What its last reply looked like. */
  #shape: string | undefined;

  constructor(address: Address, { replyTimeout = REPLY_TIMEOUT_MS, ...options }: TextAskerOptions) {
    this.#address = address;
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
    let busy = 0;
    let isRepeated = false;
    for (;;) {
      if (message.sizes.bytes === 0 && !this.#takesLines && !this.#isLikeOurs) return await this.#askEmpty();
      const connection = (await message.stream) ?? (await this.#connect());
      const isTrial = this.#isLikeOurs && connection.answers > 0;
      const outcome = await this.#exchange(connection, message, isTrial);
      const { reply, prompt } = outcome;
      const code = reply && errorCodeOf(reply.bytes.toString());
      if (reply === undefined || code === ErrorCode.IDLE) {
        this.#drop(connection);
        if (!this.#mayAskAgain(connection, message, prompt)) throw connection.error;
      } else if (code === ErrorCode.SERVER_BUSY) {
        this.#drop(connection);
        const error = this.#errors.refused({ code, explanation: reply.sentence });
        if (message.stream !== undefined) throw error;
        await this.#options.onBusy(error, ++busy, this.#stop.signal);
      } else {
        const isRight = this.#learnFrom(outcome, connection, message, isTrial);
        if (isRight || isRepeated || message.stream !== undefined)
          return this.#accept(reply, connection, prompt);
        isRepeated = true;
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
      const socket = await this.#options.open(this.#address, this.#stop.signal);
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

  /** Sends a message, prompts the server, and reads its reply. */
  async #exchange(connection: TextConnection, message: TextMessage, isTrial: boolean): Promise<Outcome> {
    // A greeting, or what came too late.
    connection.take();
    const { sizes } = message;
    const since = performance.now();
    const lineEnd = lineEndBehind(sizes.lastByte);
    let prompt: Prompt = this.#takesLines || isTrial ? "line" : "message";
    connection.write(message.bytes);
    if (prompt === "line") connection.write(lineEnd);
    if (this.#readsToEnd) connection.endOurSide();
    const endsFirst = message.isOnly || message.stream !== undefined;
    let patience = this.#isSureOf(connection) ? 0 : endsFirst ? PATIENCE_BEFORE_END_MS : this.#patience;
    while (connection.size === 0 && !(await connection.hasChange(patience))) {
      if (connection.answers > 0) return { reply: undefined, prompt, milliseconds: 0 };
      if (prompt === "message" && !endsFirst) {
        prompt = "lateLine";
        connection.write(lineEnd);
      } else {
        prompt = prompt === "message" ? "end" : "lineAndEnd";
        connection.endOurSide();
        patience = 0;
      }
    }
    const milliseconds = performance.now() - since;
    this.#patience = Math.max(this.#patience, 4 * milliseconds);
    const reply = await this.#readReply(connection, message, prompt === "message" ? 0 : lineEnd.length);
    return { reply, prompt, milliseconds };
  }

  /** Whether the server is known to answer on this connection, so that it is only slow where it does not. */
  #isSureOf(connection: TextConnection): boolean {
    return connection.answers > 1 || this.#readsToEnd || (this.#takesLines && this.#answers > 1);
  }

  /** @param lineEndSize how many bytes were sent behind the message */
  async #readReply(connection: TextConnection, message: TextMessage, lineEndSize: number) {
    const { sizes } = message;
    const text = message.text;
    for (;;) {
      const bytes = connection.received;
      const isLong = bytes.length >= MAX_REPLY_SIZE;
      if (bytes.length > 0 && isTls(bytes)) {
        this.#drop(connection);
        throw this.#errors.otherProtocol(printable(bytes.toString("latin1", 0, 3)));
      }
      if (isLong) {
        this.#drop(connection);
        throw new EndlessReplyError(bytes.toString());
      }
      const reply = readReply(bytes, text, sizes);
      const isKnown = reply.shape === this.#shape;
      const isLikely = numbersIn(bytes).some((count) => sizes.has(count) || sizes.has(count, lineEndSize));
      if (connection.hasStrayLineEnd && isKnown && !isLikely && reply.count === 1) {
        // The line end was taken for a message: the server waits for none, and was only slow.
        connection.hasStrayLineEnd = false;
        this.#takesLines = false;
        connection.take();
      } else if (connection.isEnded) {
        return bytes.length > 0 ? { ...reply, bytes: connection.take() } : undefined;
      } else if (bytes.length > 0) {
        if (isLikely && isKnown) return { ...reply, bytes: connection.take() };
        const quiet = isLikely || isKnown ? QUIET_MS : LONG_QUIET_MS;
        if (!(await connection.hasChange(quiet))) return { ...reply, bytes: connection.take() };
        continue;
      }
      await connection.hasChange(0);
    }
  }

  /** Whether a message without a reply is sent again, and how. */
  #mayAskAgain(connection: TextConnection, message: TextMessage, prompt: Prompt): boolean {
    if (this.#stop.signal.aborted || message.stream !== undefined) return false;
    // The server has had enough: it serves no more on it, or was silent for too long.
    if (connection.answers > 0) {
      if (connection.answers === 1) this.#repliesOnce = true;
      this.#isLikeOurs = false;
      return connection.error.code !== "ETIMEDOUT";
    }
    // It waits for a line, and takes no other end for it.
    if (!message.isOnly || this.#takesLines || prompt !== "end") return false;
    this.#takesLines = true;
    return connection.error.code !== "ETIMEDOUT";
  }

  /** Learns how the server wants to be asked, and returns whether it has answered this message. */
  #learnFrom(outcome: Outcome, connection: TextConnection, message: TextMessage, isTrial: boolean): boolean {
    const { reply, prompt, milliseconds } = outcome;
    if (reply === undefined) return false;
    const { sizes } = message;
    const { bytes, sentence } = reply;
    // An error of ours tells a number, too.
    const count = isRefusal(sentence) ? undefined : reply.count;
    const isOurs = isReplyOfOurs(sentence);
    const hasLineEnd = bytes.at(-1) === 0x0a;
    const lineEndSize = lineEndBehind(sizes.lastByte).length;
    const isCount = count !== undefined && sizes.has(count);
    const countsLineEnd = count !== undefined && !isCount && sizes.has(count, lineEndSize);
    switch (prompt) {
      case "message":
        this.#isLikeOurs = isOurs && !hasLineEnd && milliseconds >= OWN_PAUSE_MS && !connection.isEnded;
        return true;
      case "line":
      case "lateLine":
        if (isOurs && hasLineEnd && !countsLineEnd) {
          this.#takesLines = true;
          this.#isLikeOurs = false;
          if (!connection.isEnded) this.#pipeline = new LinePipeline(connection, this.#errors);
          return true;
        }
        if (prompt === "line") {
          if (isTrial) this.#isLikeOurs = false;
          if (!countsLineEnd) return true;
          this.#takesLines = false;
          if (connection !== this.#kept) this.#drop(connection);
          return false;
        }
        if (isCount) {
          this.#takesLines = true;
          connection.hasStrayLineEnd = true;
          return true;
        }
        // It was slow, and may have taken the line end for a part of the message, or for another one.
        this.#patience *= 4;
        this.#drop(connection);
        return false;
      case "end":
        this.#readsToEnd = true;
        return true;
      case "lineAndEnd":
        this.#readsToEnd = true;
        if (isCount) return true;
        this.#takesLines = false;
        this.#drop(connection);
        return false;
    }
  }

  #accept(reply: ReadReply & { bytes: Buffer }, connection: TextConnection, prompt: Prompt): TextAnswer {
    const { sentence, count, shape } = reply;
    this.#answers++;
    this.#shape = shape;
    connection.answers++;
    const isOpen = !connection.isEnded && this.#connections.has(connection);
    if (isOpen && !this.#repliesOnce && !this.#readsToEnd) this.#kept = connection;
    else this.#drop(connection);
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
      const isAnswered = await connection.hasChange(this.#patience);
      const reply = isAnswered ? await this.#readReply(connection, message, 0) : undefined;
      this.#drop(connection);
      if (this.#stop.signal.aborted) throw connection.error;
      if (reply !== undefined && (line === "" || reply.count === 0)) {
        this.#answers++;
        if (isRefusal(reply.sentence)) throw new RefusedError(reply.sentence);
        return { count: reply.count, sentence: reply.sentence };
      }
      if (this.#kept !== undefined) break;
    }
    throw new UnansweredError();
  }
}

/** Whether this is a record of TLS (RFC 8446, section 5.1): an alert, or a handshake. */
function isTls(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03;
}
