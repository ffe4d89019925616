import type { Socket } from "node:net";
import { FIRST_FRAME_BYTE, InvalidUtf8Error } from "@hitung/protocol";
import { type Address, codeOf } from "./connection.js";
import { ConnectionError } from "./errors.js";

/** The longest answer in bytes that is waited for; a server in text mode answers with one line. */
const MAX_ANSWER = 64 * 1024;

/** A message in text mode, which has a connection of its own and ends with its half-close. */
export class TextMessage {
  readonly #address: Address;
  readonly #socket: Promise<Socket>;
  readonly #pieces: Uint8Array[] = [];
  readonly #answer: Uint8Array[] = [];
  #answerSize = 0;
  #isEmpty = true;
  /** Whether the first byte would begin a frame, so that the server would not take the message for text. */
  #isFrame = false;
  #error: unknown;
  #onDrain = () => {};

  /** @param open opens the connection; what it throws, `drained` and `end` throw */
  constructor(address: Address, open: (address: Address) => Promise<Socket>) {
    this.#address = address;
    this.#socket = open(address).then((socket) => this.#listenTo(socket));
    // Until somebody waits for it, a refused connection is nobody's unhandled rejection.
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
    await new Promise<void>((resolve) => {
      this.#onDrain = resolve;
    });
  }

  /**
   * Ends the message, and gives all that the server says until it closes. An empty message is sent as an empty line,
   * since a connection without a byte holds no message.
   * @throws {ConnectionError} where the connection cannot be made or is lost, or the server says nothing
   * @throws {InvalidUtf8Error} where the first byte is none of UTF-8, but one that would begin a frame
   */
  async end(): Promise<string> {
    const socket = await this.#send();
    if (this.#isFrame) {
      socket.destroy();
      throw new InvalidUtf8Error(0);
    }
    const closed = new Promise((resolve) => socket.once("close", resolve));
    if (!socket.destroyed) {
      socket.end(this.#isEmpty ? "\n" : "");
      await closed;
    }
    // A server that closes without having read all resets the connection, also after its answer.
    if (this.#answerSize === 0) {
      const code = this.#error === undefined ? "EOF" : codeOf(this.#error);
      throw new ConnectionError(this.#address.host, this.#address.port, code, this.#error);
    }
    return Buffer.concat(this.#answer).toString("utf8");
  }

  #listenTo(socket: Socket): Socket {
    socket.on("data", (chunk: Uint8Array) => {
      this.#answer.push(chunk);
      this.#answerSize += chunk.length;
      if (this.#answerSize >= MAX_ANSWER) socket.destroy();
    });
    socket.on("end", () => socket.destroySoon());
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.on("drain", () => this.#onDrain()).on("close", () => this.#onDrain());
    return socket;
  }

  async #send(): Promise<Socket> {
    const socket = await this.#socket;
    for (const piece of this.#pieces.splice(0)) if (socket.writable && !this.#isFrame) socket.write(piece);
    return socket;
  }
}
