import { once } from "node:events";
import type { Socket } from "node:net";
import { type Address, codeOf, openSocket } from "./connection.js";
import { ConnectionError } from "./errors.js";

/** The longest answer in bytes that is waited for; a server in text mode answers with one line. */
const MAX_ANSWER = 64 * 1024;

/** A message in text mode, which has a connection of its own and ends with its half-close. */
export class TextMessage {
  readonly #address: Address;
  readonly #socket: Promise<Socket>;
  readonly #pieces: Uint8Array[] = [];

  constructor(address: Address) {
    this.#address = address;
    this.#socket = openSocket(address);
    // Whoever awaits `drained` or `end` is told; until then a refused connection is nobody's unhandled rejection.
    this.#socket.catch(() => {});
  }

  /** Takes the next piece. It must not change until `drained` or `end`. */
  write(piece: Uint8Array): void {
    this.#pieces.push(piece);
  }

  /** Sends what was written, and settles once the server has taken so much that more may be sent. */
  async drained(): Promise<void> {
    const socket = await this.#socket;
    for (const piece of this.#pieces.splice(0)) socket.write(piece);
    if (!socket.writableNeedDrain) return;
    await Promise.race([once(socket, "drain"), once(socket, "close")]).catch((error) => {
      throw this.#lost(error);
    });
  }

  /**
   * Ends the message, and gives all that the server says until it closes.
   * @throws {ConnectionError} where the connection cannot be made or is lost, or the server says nothing
   */
  async end(): Promise<string> {
    const socket = await this.#socket;
    for (const piece of this.#pieces.splice(0)) socket.write(piece);
    socket.end();
    const chunks: Uint8Array[] = [];
    let size = 0;
    try {
      for await (const chunk of socket as AsyncIterable<Uint8Array>) {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= MAX_ANSWER) break;
      }
    } catch (error) {
      // A server that closes without having read all resets the connection, also after its answer.
      if (size === 0) throw this.#lost(error);
    }
    if (size === 0) throw new ConnectionError(this.#address.host, this.#address.port, "EOF");
    return Buffer.concat(chunks).toString("utf8");
  }

  #lost(error: unknown): ConnectionError {
    return new ConnectionError(this.#address.host, this.#address.port, codeOf(error), error);
  }
}
