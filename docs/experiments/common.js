// What the experiments share: the two servers, a client of raw bytes, and two languages.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { createServer } from "../../packages/server/dist/index.js";
import { readArguments } from "../../scripts/shared/arguments.js";

const { lang } = readArguments(`node docs/experiments/NAME.js [--lang id|en]`, { lang: { type: "string" } });
if (lang !== undefined && lang !== "id" && lang !== "en") {
  process.stderr.write(`--lang takes id or en, not ${lang}\n`);
  process.exit(2);
}

/** The language of what an experiment prints. */
export const language = lang ?? "id";

/** Prints a line, in the language that was asked for. */
export function say(indonesian, english = indonesian) {
  process.stdout.write(`${language === "en" ? english : indonesian}\n`);
}

/** Our server, in this process, on a free port. */
export async function startHitung() {
  const server = createServer({ port: 0, language });
  await server.listen();
  return server;
}

/** The server of the exercise, in a process of its own; `ending` tells how it ends. */
export async function startOriginal() {
  const child = spawn("python3", [fileURLToPath(new URL("original_server.py", import.meta.url)), "0"]);
  process.on("exit", () => child.kill());
  const errors = text(child.stderr);
  const ending = once(child, "close").then(async ([code]) => {
    const lastLine = (await errors).trimEnd().split("\n").at(-1);
    return code === 0 ? "exit 0" : `exit ${code}: ${lastLine}`;
  });
  const [greeting] = await once(createInterface(child.stdout), "line");
  return { port: Number(/\d+/.exec(greeting)[0]), ending };
}

/** A connection that keeps all that it hears, and how it ended: with EOF or an error. */
export class RawClient {
  received = Buffer.alloc(0);

  static async connect(port) {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: true });
    await once(socket, "connect");
    return new RawClient(socket);
  }

  constructor(socket) {
    this.socket = socket;
    this.ending = new Promise((resolve) => {
      socket.on("end", () => resolve("EOF"));
      socket.on("error", ({ code }) => resolve(code));
    });
    socket.on("data", (chunk) => {
      this.received = Buffer.concat([this.received, chunk]);
    });
  }

  /** What came, once it is `size` bytes, or all of it where the server says no more. */
  async hear(size = Infinity) {
    while (this.received.length < size) {
      const more = once(this.socket, "data").catch(() => {});
      const ended = this.ending.then(() => "ended");
      if ((await Promise.race([more, ended])) === "ended") break;
    }
    return this.received.toString();
  }
}

/**
 * Sends one message to a new server of the exercise, and tells what comes back, and how both sides end. Later pieces
 * follow when the first was read, which shows by its answer.
 */
export async function askOriginal(message, ...laterPieces) {
  const original = await startOriginal();
  const client = await RawClient.connect(original.port);
  client.socket.write(message);
  if (laterPieces.length > 0) await client.hear(1);
  for (const piece of laterPieces) client.socket.write(piece);
  const ending = await client.ending;
  client.socket.destroy();
  return { answer: client.received.toString(), ending, server: await original.ending };
}
