import { EventEmitter, once } from "node:events";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  type Language,
  ReplyBuffer,
  type ResponderOptions,
  type Unit,
} from "@hitung/protocol";
import { Connection } from "./connection.js";
import { type MessageEvent, Previewer } from "./preview.js";

/** How many connections the kernel holds that were not accepted yet, as in Redis, nginx and Node. */
const BACKLOG = 511;

/** After how much idleness, in milliseconds, the kernel asks whether the client is still there. */
const KEEP_ALIVE_MS = 300_000;

/** From how many bytes of replies that wait for a client on, nothing more is read from it. */
const HIGH_WATER_MARK = 16 * 1024;

/** How many bytes are read at once, as in Node. */
const INPUT_SIZE = 64 * 1024;

/** How a server is set up. */
export interface ServerOptions {
  /** The address or name to listen on. Default: 127.0.0.1, which only this machine reaches. */
  readonly host?: string;
  /** The TCP port, 0 to 65535; 0 picks a free one. Default: 12345. */
  readonly port?: number;
  /** The language of text mode. Default: Indonesian. */
  readonly language?: Language;
  /** What text mode counts. Default: code points. Frames ask for their units themselves. */
  readonly unit?: Unit;
}

interface ServerEvents {
  message: [MessageEvent];
}

/**
 * A server that answers each message with the number of its characters, for many clients at once.
 *
 * Event `message`: a message was answered. Listen to it before the clients come; it costs a preview of each
 * message, which nobody pays otherwise.
 */
export class Server extends EventEmitter<ServerEvents> {
  readonly #options: ServerOptions;
  readonly #connections = new Set<Connection>();
  readonly #replies = new ReplyBuffer();
  #closed: Promise<void> | undefined;
  readonly #server = createTcpServer(
    // Without half-open sockets an answer that comes after the client's FIN would be lost.
    {
      allowHalfOpen: true,
      highWaterMark: HIGH_WATER_MARK,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
      noDelay: true,
    },
    (socket) => {
      this.#connections.add(Connection.serve(socket, this.#context));
    },
  );
  readonly #context = {
    input: new Uint8Array(INPUT_SIZE),
    replies: this.#replies,
    responderOptions: (socket: Socket) => this.#responderOptions(socket),
    onClose: (connection: Connection) => {
      this.#connections.delete(connection);
    },
  };

  /** Use `createServer`. */
  constructor(options: ServerOptions) {
    super();
    this.#options = options;
  }

  /**
   * Starts to accept clients, and gives the address that it listens on.
   * @throws a system error whose `code` tells why it cannot: EADDRINUSE, EACCES, ENOTFOUND and others
   */
  async listen(): Promise<AddressInfo> {
    const { host = DEFAULT_HOST, port = DEFAULT_PORT } = this.#options;
    this.#server.listen({ host, port, backlog: BACKLOG });
    await once(this.#server, "listening");
    return this.address;
  }

  /** Where the server listens. */
  get address(): AddressInfo {
    return this.#server.address() as AddressInfo;
  }

  /** Accepts nobody any more, answers what was read, closes every connection, and settles when all are closed. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const connection of this.#connections) connection.shutDown();
    await closed;
  }

  #responderOptions(socket: Socket): ResponderOptions {
    const { language = "id", unit } = this.#options;
    if (this.listenerCount("message") === 0) return { language, unit };
    const { remoteAddress, remotePort } = socket;
    const observer = new Previewer((message) =>
      this.emit("message", { ...message, remoteAddress, remotePort }),
    );
    return { language, unit, observer };
  }
}

/** Creates a server; `listen` starts it. */
export function createServer(options: ServerOptions = {}): Server {
  return new Server(options);
}
