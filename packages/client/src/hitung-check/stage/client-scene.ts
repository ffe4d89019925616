import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer } from "node:net";
import { FIRST_FRAME_BYTE, FRAME_HEADER_SIZE, FrameKind } from "@hitung/protocol";
import { Finding, type Remark, type Verdict } from "../job.js";
import { Connection } from "./connection.js";
import { retryWhileKept } from "./processes.js";
import type { Exit } from "./program.js";
import { questionIn } from "./prompts.js";
import { Scene } from "./scene.js";

/** So long a program is at rest before it is taken to wait for a person, in milliseconds. */
const RESTING_MS = 150;
/** No program asks more before it sends. */
const MAX_QUESTIONS = 8;

/** What a client sent, without what the protocol puts around it. */
export interface Request {
  /** The message, and in text what else was sent. */
  readonly message: Buffer;
  /** How a reply to it ends. */
  readonly end: "" | "\n" | "\r\n";
  /** The units that were asked for, in frames. */
  readonly units?: number;
}

/** A scene with the program as client: we play the server, and the person who types. */
export class ClientScene extends Scene {
  readonly connections: Connection[] = [];
  /** How many datagrams came. */
  datagrams = 0;
  /** What to do with each connection that comes. */
  onConnection: (connection: Connection) => void = () => {};
  readonly #servers: { close(): unknown }[] = [];
  /** What was printed before the last time that something was typed. */
  #seen = 0;

  protected override pulse(): string {
    return `${this.connections.map(({ size, ending }) => `${size}${ending}`).join()} ${this.datagrams}`;
  }

  /** Listens where the client may look for its server. */
  async listen(): Promise<void> {
    const { isSandboxed, port, morePorts = [] } = this.job;
    const hosts = isSandboxed ? ["::"] : ["127.0.0.1", "::1"];
    for (const each of [port, ...morePorts]) {
      for (const host of hosts) {
        await this.#listenFor(host, each);
        await this.#listenForDatagrams(host, each);
      }
    }
  }

  async #listenFor(host: string, port: number): Promise<void> {
    const listen = async () => {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
        const connection = new Connection(socket, this.connections.length + 1, this.transcript);
        this.connections.push(connection);
        this.onConnection(connection);
      });
      server.listen({ host, port });
      await once(server, "listening");
      this.#servers.push(server);
    };
    // Some machines have no IPv6, and other ports than the exercise's may be taken.
    const isNeeded = (error: unknown) =>
      port === this.job.port && (error as NodeJS.ErrnoException).code === "EADDRINUSE";
    try {
      await retryWhileKept(port, listen, isNeeded);
    } catch (error) {
      if (isNeeded(error)) throw new Finding("notRun", ["portTaken", String(port)]);
    }
  }

  async #listenForDatagrams(host: string, port: number): Promise<void> {
    const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
    socket.on("message", () => this.datagrams++);
    socket.bind(port, host);
    await once(socket, "listening").then(
      () => this.#servers.push(socket),
      () => {},
    );
  }

  start(): void {
    if (this.job.command === undefined) throw new Error("a client needs a command");
    this.startProgram(this.job.command);
  }

  /** The connection on which something was sent, or else the first. */
  get connection(): Connection | undefined {
    return this.connections.find(({ size }) => size > 0) ?? this.connections[0];
  }

  get hasSent(): boolean {
    return this.connections.some(({ size }) => size > 0);
  }

  get hasExited(): boolean {
    return this.program?.exit !== undefined;
  }

  /** What was printed since something was typed last. */
  get answer(): string {
    const said = this.program?.said ?? "";
    return withoutEscapes(said.slice(Math.min(this.#seen, said.length)));
  }

  type(line: string): void {
    this.#seen = this.program?.said.length ?? 0;
    this.program?.type(`${line}\n`);
  }

  /** Waits until the program rests, or a condition holds. */
  async rest(holds: () => boolean = () => this.hasExited): Promise<void> {
    await this.patience.quiet(RESTING_MS, holds);
  }

  /** Answers what the program asks for, until it has been given the message. */
  async typeMessage(text: string): Promise<void> {
    for (let asked = 0; asked < MAX_QUESTIONS; asked++) {
      await this.rest();
      if (this.hasExited) return;
      const question = questionIn(this.answer);
      if (question === "message") {
        this.type(text);
        return;
      }
      this.type(question === "host" ? "127.0.0.1" : String(this.job.port));
    }
  }

  /**
   * Types a message, and waits until it was sent. Who reads all of its input first is given its end.
   * @returns undefined if nothing was sent
   */
  async request(text: string): Promise<Request | undefined> {
    await this.typeMessage(text);
    if (!(await this.patience.until(() => this.hasSent || this.hasExited || this.isDeaf)) || !this.hasSent) {
      // A program that dies closes its connection first.
      if (this.isDeaf) await this.rest();
      if (this.hasExited || this.isDeaf) return undefined;
      this.program?.endInput();
      await this.patience.until(() => this.hasSent || this.hasExited);
      if (!this.hasSent) return undefined;
    }
    await this.rest(() => this.hasExited || this.connection?.ending !== undefined);
    return this.readRequest();
  }

  /** What was sent on a connection so far. */
  readRequest(connection = this.connection): Request {
    return requestIn(connection?.received ?? Buffer.alloc(0));
  }

  /** Whether the client has said that it sends nothing more. */
  get isDeaf(): boolean {
    return this.connections.length > 0 && this.connections.every(({ ending }) => ending !== undefined);
  }

  /** Why nothing was sent. */
  sentNothing(): Finding {
    if (this.datagrams > 0) return new Finding("wrong", ["speaksUdp"]);
    if (this.death !== undefined) return new Finding("died");
    return new Finding(this.program?.isBusy ? "hung" : "wrong", [
      this.connections.length === 0 ? "neverConnects" : "sendsNothing",
    ]);
  }

  /** Waits until the program shows these numbers. A reply is continued with LF, and its end, for those that wait for it. */
  async showsAfter(
    connection: Connection,
    numbers: readonly string[],
    { end, units }: Request,
  ): Promise<boolean> {
    const shows = () => numbers.every((number) => new RegExp(`(?<!\\d)${number}(?!\\d)`).test(this.answer));
    const isDone = () => shows() || this.hasExited;
    await this.patience.until(isDone);
    if (!isDone() && end === "" && units === undefined) {
      connection.send(Buffer.from("\n"));
      await this.patience.until(isDone);
      if (shows()) this.remarks.push(["needsLineEnd"]);
    }
    if (!isDone()) {
      connection.end();
      await this.patience.until(isDone);
      if (shows()) this.remarks.push(["needsEnd"]);
    }
    return shows();
  }

  /** A client without an answer ends with another exit code than 0, and should. */
  protected override deathToTell(verdict: Verdict): Exit | undefined {
    return verdict === "died" ? this.death : undefined;
  }

  protected override async cleanUp(): Promise<void> {
    for (const connection of this.connections) connection.reset();
    for (const server of this.#servers) server.close();
  }

  told(...remark: Remark): void {
    this.remarks.push(remark as Remark);
  }
}

/** What a program printed, without what moves the cursor of a terminal or changes its colours. */
function withoutEscapes(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out
  return text.replace(/\x1b\[[0-9;?]*[A-Za-z]/g, "");
}

/** Reads what a client sent: frames, or text with what ends it. */
function requestIn(bytes: Buffer): Request {
  if ((bytes[0] ?? 0) < FIRST_FRAME_BYTE) {
    const [, end = ""] = /(\r?\n)$/.exec(bytes.toString("latin1")) ?? [];
    return { message: bytes.subarray(0, bytes.length - end.length), end: end as Request["end"] };
  }
  const pieces: Buffer[] = [];
  let units = 0;
  for (let at = 0; at + FRAME_HEADER_SIZE <= bytes.length; ) {
    const kind = bytes[at];
    units = bytes[at + 1] as number;
    const next = at + FRAME_HEADER_SIZE + bytes.readUInt32BE(at + 2);
    pieces.push(bytes.subarray(at + FRAME_HEADER_SIZE, next));
    if (kind === FrameKind.MESSAGE) break;
    at = next;
  }
  const message = Buffer.concat(pieces);
  // Who reads its input to the end sends its line ends as well.
  return { message: message.at(-1) === 0x0a ? message.subarray(0, -1) : message, end: "", units };
}

/** The reply of a server to a request. */
export function replyTo({ end, units }: Request, numbers: readonly string[], sentence: string): Buffer {
  if (units === undefined) return Buffer.from(sentence + end);
  const reply = Buffer.alloc(FRAME_HEADER_SIZE + 8 * numbers.length);
  reply.writeUInt8(FrameKind.COUNTS, 0);
  reply.writeUInt8(units, 1);
  reply.writeUInt32BE(8 * numbers.length, 2);
  for (const [i, number] of numbers.entries())
    reply.writeBigUInt64BE(BigInt(number), FRAME_HEADER_SIZE + 8 * i);
  return reply;
}
