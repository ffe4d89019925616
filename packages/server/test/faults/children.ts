import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterEach } from "@jest/globals";
import type { ServerOptions } from "../../src/index.js";

const children: Child[] = [];

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
});

/** Ticks of the processor's time in a second, as Linux counts it for each process. */
const TICKS_PER_SECOND = 100;

/** A process of our own that is spoken to in messages, and ends with the test at the latest. */
class Child {
  readonly #process: ChildProcess;
  readonly #exit: Promise<unknown[]>;
  readonly #messages: unknown[] = [];
  #onMessage = () => {};

  /** @param maxDescriptors how many files, sockets among them, it may have open */
  constructor(name: string, args: readonly string[], maxDescriptors?: number) {
    const script = fileURLToPath(new URL(`./children/${name}.js`, import.meta.url));
    const command = [process.execPath, "--expose-gc", script, ...args];
    const limit = maxDescriptors === undefined ? "" : `ulimit -n ${maxDescriptors}; `;
    this.#process = spawn("bash", ["-c", `${limit}exec "$@"`, "bash", ...command], {
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#exit = once(this.#process, "exit");
    this.#process.on("message", (message) => {
      this.#messages.push(message);
      this.#onMessage();
    });
    children.push(this);
  }

  /** The next message that it sends. */
  async next(): Promise<unknown> {
    while (this.#messages.length === 0) {
      const message = new Promise<undefined>((resolve) => {
        this.#onMessage = () => resolve(undefined);
      });
      const status = await Promise.race([message, this.#exit]);
      if (status !== undefined && this.#messages.length === 0)
        throw new Error(`a child ended with ${status}`);
    }
    return this.#messages.shift();
  }

  ask(question: string): Promise<unknown> {
    this.#process.send(question);
    return this.next();
  }

  /** What Linux tells of the process in /proc. */
  proc(file: string): string {
    return `/proc/${this.#process.pid}/${file}`;
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    this.#process.kill("SIGKILL");
    await this.#exit;
  }
}

/** What a server uses, in bytes, and has done. */
export interface Usage {
  readonly resident: number;
  readonly heapUsed: number;
  readonly external: number;
  readonly arrayBuffers: number;
  readonly open: number;
  readonly accepted: number;
  readonly refused: number;
  readonly idle: number;
  readonly bytesRead: number;
  /** Messages that were counted. */
  readonly counted: number;
}

/** A server in a process of its own, which can be measured. */
export class MeasuredServer extends Child {
  port = 0;

  static async start(options: ServerOptions = {}, maxDescriptors?: number): Promise<MeasuredServer> {
    const server = new MeasuredServer("server", [JSON.stringify(options)], maxDescriptors);
    server.port = (await server.next()) as number;
    return server;
  }

  /** What it uses after a collection of garbage. */
  async usage(): Promise<Usage> {
    return (await this.ask("usage")) as Usage;
  }

  /** Bytes that it has read so far. */
  async bytesRead(): Promise<number> {
    return (await this.ask("bytesRead")) as number;
  }

  /** Waits until it has stopped to read from clients who read nothing: they had their turn, and nothing came of it. */
  async stopsReadingFrom(clients: BadClients): Promise<void> {
    for (let before = -1, read = 0; read !== before; ) {
      before = await this.bytesRead();
      await clients.ask("turn");
      read = await this.bytesRead();
    }
  }

  async close(): Promise<Usage> {
    return (await this.ask("close")) as Usage;
  }

  /** How many files, sockets among them, are open. */
  get descriptors(): number {
    return readdirSync(this.proc("fd")).length;
  }

  /** How many seconds it has kept processors busy. */
  get processorTime(): number {
    const fields = readFileSync(this.proc("stat"), "utf8")
      .replace(/^.*\) /, "")
      .split(" ");
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }
}

/** How clients misbehave; see children/clients.js. */
export type Misbehaviour = "idle" | "slow" | "deaf" | "reset";

export interface BadClientsOptions {
  readonly port: number;
  /** How many there are at once. */
  readonly count: number;
  /** How many there are one after the other. */
  readonly total?: number;
  /** Whether another one follows each one whose connection was closed, without end. */
  readonly again?: boolean;
  /** After how many milliseconds each slow client sends its next byte. */
  readonly every?: number;
  /** Which of its floods all deaf clients send. */
  readonly flood?: number;
}

/** Clients that behave badly, in a process of their own. */
export class BadClients extends Child {
  /** Settles once all of them are connected and at it. */
  static async start(kind: Misbehaviour, options: BadClientsOptions): Promise<BadClients> {
    const clients = new BadClients("clients", [kind, JSON.stringify(options)]);
    await clients.next();
    return clients;
  }

  /** Waits until all of them are closed. */
  async done(): Promise<void> {
    await this.next();
  }

  /** Ends them, and gives what they met. */
  async stop(): Promise<unknown[]> {
    const results = (await this.ask("stop")) as unknown[];
    await this.kill();
    return results;
  }
}
