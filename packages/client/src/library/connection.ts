import type { Socket } from "node:net";
import {
  BadFrameError,
  cutBetweenPairs,
  ErrorCode,
  FIRST_FATAL_ERROR_CODE,
  FIRST_FRAME_BYTE,
  FRAME_HEADER_SIZE,
  FrameKind,
  printable,
  type Reply,
  ReplyDecoder,
  writeHeader,
} from "@hitung/protocol";
import { ConnectionError, ServerError } from "./errors.js";
import { type Address, codeOf, whereIs } from "./socket.js";

/** Frames are gathered in memory of this size and leave together. */
const BATCH_SIZE = 64 * 1024;

/** A payload from this size on is sent as it is, without being copied into a batch. */
const LARGE_PAYLOAD = 16 * 1024;

/** How much of a large payload one frame carries, so that a message can be given up in between. */
const BYTES_PIECE = 512 * 1024;

/** How many UTF-16 code units of a string one frame carries; in UTF-8 they fit into a batch. */
const STRING_PIECE = 16 * 1024;
const MAX_BYTES_PER_CODE_UNIT = 3;

/** After so many bytes the event loop has its turn: replies are read and time limits kept, however fast the server is. */
const YIELD_SIZE = 256 * 1024;

/** The longest part of a server's text that an error repeats, in characters. */
const MAX_TEXT = 200;

/** The errors after which the messages without an answer may be sent to the same server again. */
const PASSING_ERRORS: readonly number[] = [ErrorCode.SERVER_BUSY, ErrorCode.IDLE, ErrorCode.SHUTTING_DOWN];

/** What a connection tells. */
export interface FrameConnectionHandler {
  /** The reply to the oldest message without one. It fails no other message. */
  onReply(reply: Reply): void;
  /** All replies were given that came together. */
  onRepliesEnd(): void;
  /** More may be sent. */
  onDrain(): void;
  /**
   * The connection is lost, and tells nothing more.
   * @param isPassing whether another connection may do better
   */
  onLost(error: ConnectionError | ServerError, isPassing: boolean): void;
}

/** One connection that speaks frames. They are gathered until `flush`; replies come in the order of the messages. */
export class FrameConnection {
  readonly #socket: Socket;
  readonly #address: Address;
  readonly #handler: FrameConnectionHandler;
  readonly #decoder: ReplyDecoder;
  #batch = Buffer.allocUnsafeSlow(BATCH_SIZE);
  #batchSize = 0;
  /** Bytes that were sent since the event loop had its turn. */
  #sizeThisTurn = 0;
  #isYielding = false;
  #hasReplied = false;
  #isLost = false;

  constructor(socket: Socket, address: Address, handler: FrameConnectionHandler) {
    this.#socket = socket;
    this.#address = address;
    this.#handler = handler;
    this.#decoder = new ReplyDecoder((reply) => this.#onReply(reply));
    socket.on("data", (chunk) => this.#onData(chunk));
    socket.on("drain", () => this.#onDrain());
    socket.on("end", () => this.lose("EOF"));
    socket.on("error", (error) => this.lose(codeOf(error), error));
    socket.on("close", () => this.lose("EOF"));
  }

  /** Whether nothing more should be sent before `onDrain`. */
  get isBlocked(): boolean {
    return this.#isYielding || this.#socket.writableNeedDrain;
  }

  get bytesRead(): number {
    return this.#socket.bytesRead;
  }

  /**
   * Sends a piece of a message from `at` on, and gives the offset behind it. Bytes must not change until `onDrain`.
   * @param units the bits of the units
   * @param lastKind the kind of the frame that reaches the end; those before are PARTs
   */
  sendPiece(units: number, body: string | Uint8Array, at: number, lastKind: number): number {
    const end = typeof body === "string" ? endOfPiece(body, at) : Math.min(at + BYTES_PIECE, body.length);
    const kind = end === body.length ? lastKind : FrameKind.PART;
    if (typeof body === "string") {
      this.#reserve(FRAME_HEADER_SIZE + MAX_BYTES_PER_CODE_UNIT * (end - at));
      const piece = end - at === body.length ? body : body.slice(at, end);
      const size = this.#batch.write(piece, this.#batchSize + FRAME_HEADER_SIZE, "utf8");
      this.#batchSize = writeHeader(this.#batch, this.#batchSize, kind, units, size) + size;
    } else {
      const isLarge = end - at >= LARGE_PAYLOAD;
      this.#reserve(FRAME_HEADER_SIZE + (isLarge ? 0 : end - at));
      this.#batchSize = writeHeader(this.#batch, this.#batchSize, kind, units, end - at);
      const piece = end - at === body.length ? body : body.subarray(at, end);
      if (isLarge) {
        this.flush();
        this.#write(piece);
      } else {
        this.#batch.set(piece, this.#batchSize);
        this.#batchSize += piece.length;
      }
    }
    return end;
  }

  /** Sends what was gathered. */
  flush(): void {
    if (this.#batchSize === 0) return;
    this.#write(this.#batch.subarray(0, this.#batchSize));
    // The memory belongs to the socket until the kernel has it all.
    if (this.#socket.writableLength > 0) this.#batch = Buffer.allocUnsafeSlow(BATCH_SIZE);
    this.#batchSize = 0;
  }

  /** Whether the process stays alive for this connection. */
  keepAlive(isNeeded: boolean): void {
    if (isNeeded) this.#socket.ref();
    else this.#socket.unref();
  }

  /** Gives the connection up. */
  lose(code: string, cause?: unknown, detail?: string, isPassing = true): void {
    const { host, port } = whereIs(this.#address);
    this.#lose(new ConnectionError(host, port, code, cause, detail), isPassing);
  }

  /** Closes the connection without a word, and settles when it is closed. */
  async close(): Promise<void> {
    this.#isLost = true;
    this.#socket.ref();
    this.#socket.destroy();
    if (!this.#socket.closed) await new Promise((resolve) => this.#socket.once("close", resolve));
  }

  #reserve(size: number): void {
    if (this.#batchSize + size > BATCH_SIZE) this.flush();
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
    if (!this.#isLost && !this.isBlocked) this.#handler.onDrain();
  }

  #onData(chunk: Uint8Array): void {
    if (this.#isLost) return;
    if (!this.#hasReplied && (chunk[0] as number) < FIRST_FRAME_BYTE) {
      this.lose("EPROTO", undefined, `the server says: ${firstLine(chunk)}`);
      return;
    }
    this.#hasReplied = true;
    try {
      this.#decoder.write(chunk);
    } catch (error) {
      if (!(error instanceof BadFrameError)) throw error;
      this.lose("EPROTO", error, error.message, false);
    }
    if (!this.#isLost) this.#handler.onRepliesEnd();
  }

  #onReply(reply: Reply): void {
    if (this.#isLost) return;
    if (reply.kind === "counts" || reply.code < FIRST_FATAL_ERROR_CODE) {
      this.#handler.onReply(reply);
      return;
    }
    const { host, port } = whereIs(this.#address);
    const error = new ServerError(host, port, reply.code, reply.explanation);
    this.#lose(error, PASSING_ERRORS.includes(reply.code));
  }

  #lose(error: ConnectionError | ServerError, isPassing: boolean): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#socket.destroy();
    this.#handler.onLost(error, isPassing);
  }
}

/** Where a piece of a string ends, which is never inside a surrogate pair. */
function endOfPiece(text: string, at: number): number {
  const end = at + STRING_PIECE;
  return end >= text.length ? text.length : cutBetweenPairs(text, end);
}

/** The first line of a text, without characters that would do something to a terminal. */
function firstLine(text: Uint8Array): string {
  const [line = ""] = new TextDecoder().decode(text).split(/\r?\n/, 1);
  return printable(line.slice(0, MAX_TEXT));
}
