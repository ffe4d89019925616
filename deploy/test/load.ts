import { connect as connectSocket, type Socket } from "node:net";
import { connect } from "@hitung/client";
import { COUNT_SIZE, countFrame, frame } from "../../testing/frames.js";

/** What became of the messages of a load. */
export interface Tally {
  right: number;
  wrong: number;
  /** What messages failed with. */
  failed: string[];
  /** The longest that an answer took, in milliseconds. */
  longest: number;
}

/** Clients of the library that ask one message after the other, until they are told to end. */
export class LibraryLoad {
  readonly tally: Tally = { right: 0, wrong: 0, failed: [], longest: 0 };
  #isOver = false;
  readonly #running: Promise<unknown>;

  constructor(options: Parameters<typeof connect>[0], clients: number) {
    this.#running = Promise.all(Array.from({ length: clients }, (_, at) => this.#ask(options, at)));
  }

  /** Ends the load once what was asked is answered. */
  async stop(): Promise<Tally> {
    this.#isOver = true;
    await this.#running;
    return this.tally;
  }

  async #ask(options: Parameters<typeof connect>[0], at: number): Promise<void> {
    await using client = await connect(options);
    for (let round = at; !this.#isOver; round++) {
      const size = round % 300;
      const since = performance.now();
      try {
        if ((await client.count("\u00e9".repeat(size))) === size) this.tally.right++;
        else this.tally.wrong++;
      } catch (error) {
        this.tally.failed.push(String(error));
      }
      this.tally.longest = Math.max(this.tally.longest, performance.now() - since);
    }
  }
}

/** How a connection that asks once, and is never tried again, may end. */
type End = "right" | "wrong" | "refused" | "reset" | "closed";

/** How short connections ended. */
export interface ShortTally extends Record<End, number> {
  /** Those that never ended. */
  hung: number;
}

/** How many connections are answered before older ones are taken for hung. */
const PROBES = 200;

/** Connections that ask once and leave, several beside each other, until they are told to end. */
export class ShortLoad {
  readonly ends: ShortTally = { right: 0, wrong: 0, refused: 0, reset: 0, closed: 0, hung: 0 };
  readonly #port: number;
  readonly #open = new Set<Socket>();
  #isOver = false;

  constructor(port: number, beside: number) {
    this.#port = port;
    for (let i = 0; i < beside; i++) void this.#ask();
  }

  /** Ends the load, and tells how many do not end although the server answers others. */
  async stop(): Promise<ShortTally> {
    this.#isOver = true;
    for (let probe = 0; probe < PROBES; probe++) await askOnce(this.#port);
    this.ends.hung = this.#open.size;
    const ends = { ...this.ends };
    for (const socket of this.#open) socket.destroy();
    return ends;
  }

  /** Settles once so many connections have ended in all, from now on. */
  async more(connections: number): Promise<void> {
    const sum = () => Object.values(this.ends).reduce((all, one) => all + one, 0);
    const enough = sum() + connections;
    while (sum() < enough) await new Promise(setImmediate);
  }

  async #ask(): Promise<void> {
    while (!this.#isOver) this.ends[await askOnce(this.#port, this.#open)]++;
  }
}

/** Asks on a connection of its own, whose other side is never tried again. */
async function askOnce(port: number, open = new Set<Socket>()): Promise<End> {
  const socket = connectSocket({ port, host: "127.0.0.1", allowHalfOpen: true });
  open.add(socket);
  const size = Math.floor(Math.random() * 100);
  let received = Buffer.alloc(0);
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    if (received.length >= COUNT_SIZE) socket.destroy();
  });
  socket.on("end", () => socket.destroy());
  let code: string | undefined;
  socket.on("error", (error: NodeJS.ErrnoException) => {
    code = error.code;
  });
  socket.write(frame(0xf9, 1, "x".repeat(size)));
  await new Promise((resolve) => socket.once("close", resolve));
  open.delete(socket);
  if (received.length >= COUNT_SIZE) {
    return received.subarray(0, COUNT_SIZE).equals(countFrame(size)) ? "right" : "wrong";
  }
  return code === "ECONNREFUSED" ? "refused" : code === undefined ? "closed" : "reset";
}
