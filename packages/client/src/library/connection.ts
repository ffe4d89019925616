import type { Socket } from "node:net";
import {
  BadFrameError,
  cutBetweenPairs,
  ErrorCode,
  FIRST_FATAL_ERROR_CODE,
  FIRST_FRAME_BYTE,
  FRAME_HEADER_SIZE,
  FrameKind,
  type Reply,
  ReplyDecoder,
  writeHeader,
} from "@hitung/protocol";
import { Silence } from "./deadlines.js";
import type { ConnectionError, ErrorFactory, ServerError } from "./errors.js";
import { ServerText } from "./server-text.js";
import { codeOf } from "./socket.js";

/** How many bytes of frames are gathered at most before they leave together. */
const WRITE_BUFFER_SIZE = 64 * 1024;

/** A payload from this size on is sent as it is, without being copied into the write buffer. */
const LARGE_PAYLOAD = 16 * 1024;

/** How much of a large payload one frame carries, so that a message can be given up in between. */
const BYTES_PIECE = 512 * 1024;

/** How many UTF-16 code units of a string one frame carries; in UTF-8 they fit into the write buffer. */
const STRING_PIECE = 16 * 1024;
const MAX_BYTES_PER_CODE_UNIT = 3;

/** After so many bytes the event loop has its turn, so that replies are read and time limits kept. */
const YIELD_SIZE = 256 * 1024;

/** The errors after which the messages without an answer may be sent to the same server again. */
const PASSING_ERRORS: readonly number[] = [ErrorCode.SERVER_BUSY, ErrorCode.IDLE, ErrorCode.SHUTTING_DOWN];

/**
 * What a lost connection means for the messages that were sent on it: another one may do better ("passing"), it may if the
 * server and not a message is at fault ("silence"), or they would fail again ("final").
 */
export type Loss = "passing" | "silence" | "final";

/** Who is told what happens on a connection. */
export interface FrameConnectionHandler {
  /** The reply to the oldest message without one. It fails no other message. */
  onReply(reply: Reply): void;
  /** All replies that came together were told. */
  onRepliesEnd(): void;
  /** More may be sent. */
  onDrain(): void;
  /** The connection is lost, and tells nothing more. */
  onLost(error: ConnectionError | ServerError, loss: Loss): void;
}

/** One connection that speaks frames. They are gathered until `flush`; replies come in the order of the messages. */
export class FrameConnection {
  readonly #socket: Socket;
  readonly #errors: ErrorFactory;
  readonly #handler: FrameConnectionHandler;
  readonly #decoder: ReplyDecoder;
  readonly #silence: Silence;
  #buffer = Buffer.allocUnsafeSlow(WRITE_BUFFER_SIZE);
  #buffered = 0;
  /** Bytes that were sent since the event loop had its turn. */
  #sizeThisTurn = 0;
  #isYielding = false;
  #hasReplied = false;
  /** What came instead of a reply. */
  readonly #text = new ServerText();
  #areRepliesDue = false;
  #isAlive = true;
  #isLost = false;

  /** @param replyTimeout for how many milliseconds the server may be silent while it has something to do */
  constructor(socket: Socket, errors: ErrorFactory, replyTimeout: number, handler: FrameConnectionHandler) {
    this.#socket = socket;
    this.#errors = errors;
    this.#handler = handler;
    this.#decoder = new ReplyDecoder((reply) => this.#onReply(reply));
    this.#silence = new Silence(
      replyTimeout,
      () => socket.bytesRead,
      () => this.lose(errors.noReply("ETIMEDOUT", `no reply within ${replyTimeout} ms`), "silence"),
    );
    socket.on("data", (chunk) => this.#onData(chunk));
    socket.on("drain", () => this.#onDrain());
    const onEnd = (error: ConnectionError) => {
      if (!this.#text.isEmpty) this.#loseForText();
      else this.lose(error);
    };
    socket.on("end", () => {
      if (!socket.destroyed) onEnd(errors.noReply("EOF"));
    });
    socket.on("error", (error) => onEnd(errors.noReply(codeOf(error), "", error)));
    socket.on("close", () => onEnd(errors.noReply("EOF")));
  }

  /** Whether nothing more should be sent before `onDrain`. */
  get isBlocked(): boolean {
    return this.#isYielding || this.#socket.writableNeedDrain;
  }

  /**
   * Sends a piece of a message from `at` on, and returns the offset behind it. Bytes must not change until `onDrain`.
   * @param units the bits of the units
   * @param lastKind the kind of the frame that reaches the end; those before are PARTs
   */
  sendPiece(units: number, body: string | Uint8Array, at: number, lastKind: number): number {
    const end = typeof body === "string" ? endOfPiece(body, at) : Math.min(at + BYTES_PIECE, body.length);
    const kind = end === body.length ? lastKind : FrameKind.PART;
    if (typeof body === "string") {
      this.#reserve(FRAME_HEADER_SIZE + MAX_BYTES_PER_CODE_UNIT * (end - at));
      const piece = end - at === body.length ? body : body.slice(at, end);
      const size = this.#buffer.write(piece, this.#buffered + FRAME_HEADER_SIZE, "utf8");
      this.#buffered = writeHeader(this.#buffer, this.#buffered, kind, units, size) + size;
    } else {
      const isLarge = end - at >= LARGE_PAYLOAD;
      this.#reserve(FRAME_HEADER_SIZE + (isLarge ? 0 : end - at));
      this.#buffered = writeHeader(this.#buffer, this.#buffered, kind, units, end - at);
      const piece = end - at === body.length ? body : body.subarray(at, end);
      if (isLarge) {
        this.flush();
        this.#write(piece);
      } else {
        this.#buffer.set(piece, this.#buffered);
        this.#buffered += piece.length;
      }
    }
    return end;
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.#buffered === 0) return;
    this.#write(this.#buffer.subarray(0, this.#buffered));
    // The memory belongs to the socket until the kernel has it all.
    if (this.#socket.writableLength > 0) this.#buffer = Buffer.allocUnsafeSlow(WRITE_BUFFER_SIZE);
    this.#buffered = 0;
  }

  /**
   * Tells what is expected of the connection, as often as that may have changed.
   * @param areRepliesDue whether the server owes a reply, so that it must not be silent
   * @param isNeeded whether somebody waits for it. Only then it keeps the process alive, as a pooled connection of
   * Node's HTTP client does.
   */
  expect(areRepliesDue: boolean, isNeeded: boolean): void {
    this.#areRepliesDue = areRepliesDue;
    this.#silence.isBusy = areRepliesDue || this.isBlocked;
    if (isNeeded === this.#isAlive) return;
    this.#isAlive = isNeeded;
    if (isNeeded) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Gives the connection up. */
  lose(error: ConnectionError | ServerError, loss: Loss = "passing"): void {
    if (this.#isLost) return;
    this.#end();
    this.#handler.onLost(error, loss);
  }

  /** Closes the connection without a word, and settles when it is closed. */
  async close(): Promise<void> {
    this.#socket.ref();
    this.#end();
    if (!this.#socket.closed) await new Promise((resolve) => this.#socket.once("close", resolve));
  }

  #end(): void {
    this.#isLost = true;
    this.#silence.stop();
    this.#socket.destroy();
  }

  #reserve(size: number): void {
    if (this.#buffered + size > WRITE_BUFFER_SIZE) this.flush();
  }

  #write(bytes: Uint8Array): void {
    this.#socket.write(bytes);
    this.#sizeThisTurn += bytes.length;
    if (this.#sizeThisTurn < YIELD_SIZE || this.#isYielding) return;
    this.#isYielding = true;
    setImmediate(() => {
      this.#isYielding = false;
      this.#sizeThisTurn = 0;
      this.#onDrain();
    });
  }

  #onDrain(): void {
    if (this.#isLost || this.isBlocked) return;
    // That it takes more is no answer to what it has.
    if (!this.#areRepliesDue) this.#silence.restart();
    this.#handler.onDrain();
  }

  #onData(chunk: Uint8Array): void {
    if (this.#isLost) return;
    if (!this.#text.isEmpty || (!this.#hasReplied && (chunk[0] as number) < FIRST_FRAME_BYTE)) {
      this.#onText(chunk);
      return;
    }
    this.#hasReplied = true;
    try {
      this.#decoder.write(chunk);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.lose(this.#errors.noReply("EPROTO", error.message, error), "final");
    }
    if (this.#isLost) return;
    this.#silence.restart();
    this.#handler.onRepliesEnd();
  }

  /** The server speaks text: a server of another protocol, unless it is ours and tells why it serves nobody. */
  #onText(chunk: Uint8Array): void {
    this.#text.add(chunk);
    const { errorCode: code, firstLine: explanation, isBegun } = this.#text;
    if (code !== undefined) this.lose(this.#errors.refused({ code, explanation }));
    else if (!isBegun) this.#loseForText();
  }

  #loseForText(): void {
    this.lose(this.#errors.otherProtocol(this.#text.firstLine), "final");
  }

  #onReply(reply: Reply): void {
    if (this.#isLost) return;
    if (reply.kind === "counts" || reply.code < FIRST_FATAL_ERROR_CODE) this.#handler.onReply(reply);
    else this.lose(this.#errors.refused(reply), PASSING_ERRORS.includes(reply.code) ? "passing" : "final");
  }
}

/** Where a piece of a string ends, which is never inside a surrogate pair. */
function endOfPiece(text: string, at: number): number {
  const end = at + STRING_PIECE;
  return end >= text.length ? text.length : cutBetweenPairs(text, end);
}
