import { type Dialect, Finding, type Job, type Remark } from "../job.js";
import { countsIn, isComplete, textOf } from "../reading/form.js";
import { reasonFor } from "../reading/reasons.js";
import { commandFor } from "../settings.js";
import { Connection } from "./connection.js";
import { retryWhileKept, type SocketAddress } from "./processes.js";
import type { Program } from "./program.js";
import { questionIn } from "./prompts.js";
import { Scene } from "./scene.js";

/** A reply without a known end is complete after so much silence, in milliseconds. */
const SETTLED_MS = 150;
const LF = Buffer.from("\n");

/** What came on a connection in answer to a message. */
export interface Reply {
  readonly bytes: Buffer;
  /** The numbers in it, in order. */
  readonly counts: readonly string[];
}

/** A scene with the program, or one that runs already, as server. */
export class ServerScene extends Scene {
  /** Where the server listens. */
  address: SocketAddress;
  readonly connections: Connection[] = [];

  constructor(job: Job) {
    super(job);
    this.address = { host: job.host, port: job.port };
  }

  /** How the server is spoken to. Before that is found out, as the exercise does. */
  get dialect(): Dialect {
    const { dialect } = this.job;
    if (dialect === undefined) throw new Finding("notRun", ["sampleFails"]);
    return dialect;
  }

  protected override pulse(): string {
    return this.connections.map(({ size, isConnected, ending }) => `${size}${isConnected}${ending}`).join();
  }

  /** Starts the program, and waits until it listens. */
  async start(command = this.job.command): Promise<readonly number[]> {
    if (command === undefined) return [this.job.port];
    // In a sandbox nobody has kept the port, and a restart is to succeed at once.
    if (this.job.isSandboxed || this.program !== undefined) return await this.#startOnce(command);
    return await retryWhileKept(
      this.job.port,
      async () => {
        await this.program?.kill();
        return await this.#startOnce(command);
      },
      (error) => error instanceof Finding && error.remarks.some(([name]) => name === "portTaken"),
    );
  }

  async #startOnce(command: readonly string[]): Promise<readonly number[]> {
    const program = this.startProgram(commandFor(command));
    const listening = () => program.sockets.listening;
    const typed = new Set<string>();
    while (listening().length === 0) {
      const isReady = () => program.exit !== undefined || listening().length > 0;
      if (await this.patience.until(isReady, Math.max(this.job.timeout, 2000))) {
        if (program.exit === undefined) break;
        throw this.#startFailure(program);
      }
      const question = questionIn(program.printed);
      const { udp } = program.sockets;
      if (udp[0] !== undefined) throw new Finding("didNotStart", ["udp", String(udp[0].port)]);
      if (question === "message" || typed.has(question)) {
        throw new Finding(program.isBusy ? "hung" : "didNotStart", ["listensNowhere"]);
      }
      typed.add(question);
      program.type(question === "port" ? `${this.job.port}\n` : "127.0.0.1\n");
    }
    const sockets = listening();
    this.address = connectable(
      sockets.find(({ port }) => port === this.job.port) ?? (sockets[0] as SocketAddress),
    );
    return [...new Set(sockets.map(({ port }) => port))];
  }

  #startFailure(program: Program): Finding {
    const isTaken = /EADDRINUSE|already in use|errno 98|BindException/i.test(program.complaint);
    if (isTaken) return new Finding("didNotStart", ["portTaken", String(this.job.port)]);
    return new Finding("didNotStart", ["listensNowhere"]);
  }

  /** Connects; the case fails if that cannot be done. */
  async connect(): Promise<Connection> {
    const connection = this.open();
    await this.patience.until(() => connection.isConnected || connection.failure !== undefined);
    if (connection.isConnected) return connection;
    throw (
      this.#dead() ?? new Finding("noReply", [connection.failure === undefined ? "noConnection" : "refused"])
    );
  }

  /** Begins to connect. */
  open(): Connection {
    const { host, port } = this.address;
    const connection = Connection.to(host, port, this.connections.length + 1, this.transcript);
    this.connections.push(connection);
    return connection;
  }

  /** Sends a message as the server wants it. */
  send(connection: Connection, message: string): void {
    const { manner } = this.dialect;
    connection.send(Buffer.from(manner === "line" ? `${message}\n` : message));
    if (manner === "end") connection.end();
  }

  /** How many characters the server should find in a message. */
  expected(message: string): number {
    return [...message].length + (this.dialect.countsLineEnd ? 1 : 0);
  }

  /** Waits for the reply to a message, or for the end of the connection. */
  async reply(connection: Connection, message: string, replies = 1): Promise<Reply> {
    const { form } = this.dialect;
    const counts = () => countsIn(form, connection.received, message);
    const isDone = () =>
      connection.isOver || (isComplete(form, connection.received, message) && counts().length >= replies);
    await this.patience.until(() => isDone() || connection.received.length > 0);
    await this.patience.quiet(SETTLED_MS, isDone);
    return { bytes: connection.received, counts: counts() };
  }

  /** Sends a message, and checks the reply. */
  async ask(connection: Connection, message: string): Promise<Reply> {
    connection.clear();
    this.send(connection, message);
    return await this.check(connection, message);
  }

  /** Connects, sends a message, and checks the reply. */
  async askAnew(message: string): Promise<Connection> {
    const connection = await this.connect();
    await this.ask(connection, message);
    return connection;
  }

  /** Waits for the reply to a message that was sent, and checks it. */
  async check(connection: Connection, message: string, expected = this.expected(message)): Promise<Reply> {
    const reply = await this.reply(connection, message);
    const [got, ...others] = reply.counts;
    if (connection.isFlood) throw new Finding("hung", ["flood"]);
    if (got === undefined) throw await this.noReply(connection, reply);
    if (others.length > 0 && reply.counts.reduce((sum, each) => sum + Number(each), 0) === expected) {
      throw new Finding("wrong", [
        "glued",
        reply.counts.join(" "),
        String(expected),
        reply.counts.join(", "),
      ]);
    }
    if (Number(got) !== expected) throw new Finding("wrong", reasonFor(got, message, expected));
    if (others.length > 0) throw new Finding("wrong", ["extraReply", reply.counts.join(", ")]);
    return reply;
  }

  /** Why there is no number. */
  async noReply(connection: Connection, { bytes }: Pick<Reply, "bytes">): Promise<Finding> {
    // A program that dies closes its connections first.
    if (connection.isOver) await this.rest();
    const dead = this.#dead();
    const isSilent = bytes.length === 0;
    if (isSilent && dead !== undefined) return dead;
    if (!isSilent) return new Finding("wrong", ["noNumber", textOf(bytes.subarray(0, 60))]);
    if (connection.ending === "end") return new Finding("noReply", ["closedWithoutReply"]);
    if (connection.ending === "reset") return new Finding("noReply", ["resetWithoutReply"]);
    return this.program?.isBusy ? new Finding("hung", ["busy"]) : new Finding("noReply", ["silent"]);
  }

  #dead(): Finding | undefined {
    const { program, death } = this;
    if (program?.exit === undefined) return undefined;
    return death === undefined ? new Finding("noReply", ["ended"]) : new Finding("died");
  }

  /** Waits until the server has read all that was sent to it. Where that cannot be seen, for a short while. */
  async untilRead(connection: Connection): Promise<void> {
    if (connection.isRead === undefined) await this.patience.quiet(50, () => connection.isOver);
    else await this.patience.until(() => connection.isRead !== false || connection.isOver);
  }

  /** Waits until the server has come to rest, or has ended. */
  async rest(): Promise<void> {
    await this.patience.quiet(SETTLED_MS, () => this.program?.exit !== undefined);
  }

  /** Leaves, as clients do, so that it shows what the server makes of it. */
  protected override async close(): Promise<void> {
    for (const connection of this.connections) connection.leave();
    await this.rest();
  }

  protected override async cleanUp(): Promise<void> {
    // A reset leaves nothing behind that would keep the port.
    for (const connection of this.connections) connection.reset();
  }

  told(...remark: Remark): void {
    this.remarks.push(remark as Remark);
  }
}

export { LF };

/** The address to connect to for one that is listened on. */
function connectable({ host, port }: SocketAddress): SocketAddress {
  return { host: host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host, port };
}
