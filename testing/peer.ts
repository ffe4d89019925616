import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A client of raw bytes, which remembers all that it received. */
export class Peer {
  readonly socket: Socket;
  /** Settles once the connection is closed on both sides; with the error's code where it broke. */
  readonly closed: Promise<string | undefined>;
  #received = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  #size = 0;
  #onData = () => {};

  static async connect(port: number): Promise<Peer> {
    const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    await once(socket, "connect");
    return new Peer(socket);
  }

  /** Takes a socket that is connected. */
  constructor(socket: Socket) {
    this.socket = socket;
    let code: string | undefined;
    socket.on("data", (chunk) => {
      this.#chunks.push(chunk);
      this.#size += chunk.length;
      this.#onData();
    });
    socket.on("error", (error: NodeJS.ErrnoException) => {
      code = error.code;
    });
    socket.on("end", () => socket.end());
    this.closed = new Promise((resolve) => socket.on("close", () => resolve(code)));
  }

  send(bytes: string | Uint8Array): this {
    // It closes its side when the server does, and then has nobody to write to.
    if (!this.socket.writableEnded) this.socket.write(bytes);
    return this;
  }

  /** Sends nothing more, and still reads. */
  halfClose(): this {
    this.socket.end();
    return this;
  }

  get received(): Buffer {
    this.#received = Buffer.concat([this.#received, ...this.#chunks.splice(0)]);
    return this.#received;
  }

  /** All that the server says until it closes. */
  async rest(): Promise<Buffer> {
    await this.closed;
    return this.received;
  }

  /** The next `size` bytes that the server says. Fails where it closes before. */
  async read(size: number): Promise<Buffer> {
    while (this.#size < size) {
      const more = new Promise<boolean>((resolve) => {
        this.#onData = () => resolve(true);
      });
      if (!(await Promise.race([more, this.closed.then(() => false)]))) {
        throw new Error(`closed after ${this.#size} of ${size} bytes: ${this.received}`);
      }
    }
    const bytes = this.received.subarray(0, size);
    this.#received = this.#received.subarray(size);
    this.#size -= size;
    return bytes;
  }

  /** Sends, and gives as many bytes as an answer is expected to have. */
  async ask(request: string | Uint8Array, answerSize: number): Promise<string> {
    this.send(request);
    return (await this.read(answerSize)).toString();
  }

  async close(): Promise<void> {
    this.socket.destroy();
    await this.closed;
  }
}
