import { once } from "node:events";
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectSocket, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { startFakeServer } from "../../../../testing/servers.js";
import { connect, type Message } from "../../src/index.js";
import { Call } from "../../src/library/call.js";
import { PulledPieces } from "../../src/library/pieces.js";
import { Pipeline } from "../../src/library/pipeline.js";
import { Servers } from "../../src/library/servers.js";
import { startServer } from "../server.js";

async function* later<T>(...pieces: T[]): AsyncGenerator<T> {
  for (const piece of pieces) {
    await new Promise(setImmediate);
    yield piece;
  }
}

describe("a message in pieces", () => {
  test.each<[string, () => Message, number]>([
    ["of strings", () => ["Handy ", "Arfiano ", "Hastyawan"], 23],
    ["that come later", () => later<string | Buffer>("Handy ", Buffer.from("Arfiano "), "Hastyawan"), 23],
    ["of a Node stream", () => Readable.from(["h\u00e9", "llo"]), 5],
    ["of a web stream", () => new Blob(["h\u00e9llo"]).stream(), 5],
    ["none", () => [], 0],
    ["empty ones", () => ["", Buffer.alloc(0), "a", ""], 1],
    ["none, later", () => later(), 0],
    ["empty ones, later", () => later("", "", "a"), 1],
    ["cut in a character's bytes", () => [Buffer.from([0xf0, 0x9f]), Buffer.from([0x98, 0x80])], 1],
    ["cut in a surrogate pair", () => ["a\ud83d", "\ude00b"], 3],
    ["cut in a surrogate pair, with nothing between the halves", () => later("\ud83d", "", "\ude00"), 1],
    [
      "cut in a surrogate pair, with no bytes between the halves",
      () => ["\ud83d", new Uint8Array(0), "\ude00"],
      1,
    ],
    ["with a high surrogate alone at the end", () => ["a\ud83d"], 2],
    ["with a high surrogate before bytes", () => ["\ud83d", Buffer.from("ab")], 3],
    ["with surrogates in the wrong order", () => later("\ude00", "\ud83d"), 2],
  ])("%s", async (_what, message, count) => {
    await using client = await connect({ port: (await startServer()).port });
    expect(await client.count(message())).toBe(count);
  });

  test("a lone surrogate counts as U+FFFD, 3 bytes", async () => {
    await using client = await connect({ port: (await startServer()).port });
    expect(await client.count(["\ud83d", "x"], { unit: "bytes" })).toBe(4);
    expect(await client.count(["\ud83d", "\ude00"], { unit: "bytes" })).toBe(4);
  });

  test("a file, and calls before, between and after streams, in order", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const folder = mkdtempSync(join(tmpdir(), "hitung-"));
    const file = join(folder, "big.txt");
    writeFileSync(file, "h\u00e9".repeat(500_000));
    const order: string[] = [];
    const ask = async (name: string, message: Message) => {
      const counts = await client.measure(message, ["codePoints", "bytes"]);
      order.push(name);
      return counts;
    };
    const counts = await Promise.all([
      ask("first", "a"),
      ask("file", createReadStream(file)),
      ask("between", "ab"),
      ask("pieces", later("abc", "def")),
      ask("last", "abcd"),
    ]);
    rmSync(folder, { recursive: true });
    expect(counts).toEqual([
      { codePoints: 1, bytes: 1 },
      { codePoints: 1_000_000, bytes: 1_500_000 },
      { codePoints: 2, bytes: 2 },
      { codePoints: 6, bytes: 6 },
      { codePoints: 4, bytes: 4 },
    ]);
    expect(order).toEqual(["first", "file", "between", "pieces", "last"]);
  });

  test("strings and bytes of any size, cut into frames", async () => {
    await using client = await connect({ port: (await startServer()).port });
    for (const size of [16_383, 16_384, 16_385, 32_768, 262_144, 262_145, 1_000_003]) {
      // A pair at every cut there could be, at even and at odd offsets.
      const text = `${"x".repeat(size % 2)}${"\u{1f600}".repeat(size)}`;
      expect(await client.measure(text, ["codePoints", "utf16"])).toEqual({
        codePoints: (size % 2) + size,
        utf16: (size % 2) + 2 * size,
      });
      expect(await client.count(Buffer.from(text))).toBe((size % 2) + size);
    }
  });

  test("no more is read than the server takes", async () => {
    const sockets: Socket[] = [];
    await using client = await connect({
      port: await startFakeServer((socket) => sockets.push(socket.pause())),
    });
    let read = 0;
    let isReading = true;
    const endless = function* () {
      for (;;) {
        read += 65_536;
        isReading = true;
        yield Buffer.alloc(65_536);
      }
    };
    const waiting = client.count(endless());
    const stopped = async () => {
      // The kernels' buffers are full once nothing was read in many turns of the event loop.
      for (let idle = 0; idle < 2000; idle++) {
        if (isReading) idle = 0;
        isReading = false;
        await new Promise(setImmediate);
      }
    };
    await stopped();
    expect(read).toBeLessThan(64 * 1024 * 1024);
    await client.close();
    await expect(waiting).rejects.toMatchObject({ code: "ECANCELED" });
  });

  test("an endless one can be aborted", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const endless = function* () {
      for (;;) yield "x".repeat(1000);
    };
    const leaving = new AbortController();
    const waiting = client.count(endless(), { signal: leaving.signal });
    setImmediate(() => leaving.abort(new Error("enough")));
    await expect(waiting).rejects.toThrow("enough");
    expect(await client.count("ab")).toBe(2);
  });

  test("a server that takes everything at once leaves the event loop its turns", async () => {
    const { pipeline, ask } = await startPipeline((done) => done());
    let turns = 0;
    const count = () => {
      turns++;
      if (turns < 10) setImmediate(count);
    };
    setImmediate(count);
    const turnsAtEnd = await new Promise((resolve) => {
      ask(function* () {
        for (let i = 0; i < 1000; i++) yield Buffer.alloc(65_536);
        resolve(turns);
      });
    });
    expect(turnsAtEnd).toBe(10);
    await pipeline.close();
  });

  test("one piece at most waits beyond what the socket takes", async () => {
    const taken: (() => void)[] = [];
    const { pipeline, ask } = await startPipeline((done) => taken.push(done));
    let pulled = 0;
    ask(function* () {
      for (;;) {
        pulled++;
        yield Buffer.alloc(65_536);
      }
    });
    await new Promise(setImmediate);
    // The first was sent, and the second waits.
    expect(pulled).toBe(2);
    for (const expected of [3, 4, 5]) {
      while (pulled < expected) {
        taken.shift()?.();
        await new Promise(setImmediate);
      }
      expect(pulled).toBe(expected);
    }
    await pipeline.close();
  });

  test("a million pieces at hand are one message, and cost no stack", async () => {
    await using client = await connect({ port: (await startServer()).port });
    expect(await client.count(Array.from({ length: 1_000_000 }, () => "x"))).toBe(1_000_000);
  });

  test("its source may use the client meanwhile", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const others: Promise<number>[] = [];
    const pieces = function* () {
      for (const piece of ["a", "b", "c"]) {
        others.push(client.count(piece.repeat(2)));
        client.drained();
        yield piece;
      }
    };
    expect(await client.count(pieces())).toBe(3);
    expect(await Promise.all(others)).toEqual([2, 2, 2]);
  });
});

/** A pipeline on a socket that takes what is written when `take` says so, and a way to ask what a generator yields. */
async function startPipeline(take: (done: () => void) => void) {
  const port = await startFakeServer(() => {});
  const address = { host: "127.0.0.1", port };
  const socket = connectSocket(address);
  await once(socket, "connect");
  socket._write = (_chunk, _encoding, done) => take(done);
  const pipeline = new Pipeline({ socket, address }, new Servers([address]), { replyTimeout: 0, tries: 1 });
  const ignore = () => {};
  const ask = (pieces: () => Iterable<Uint8Array>) =>
    pipeline.send(
      new Call(1, new PulledPieces(pieces(), { onReady: ignore, onError: ignore }), ignore, ignore),
    );
  return { pipeline, ask };
}

describe("a stream that fails", () => {
  test("with an error of its own: the call fails with it, and the next ones are right", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const failing = async function* () {
      yield "abc";
      throw new Error("disk on fire");
    };
    const failingAtOnce = {
      [Symbol.iterator](): Iterator<string> {
        return {
          next() {
            throw new Error("no disk");
          },
        };
      },
    };
    const results = await Promise.allSettled([
      client.count(failing()),
      client.count("ab"),
      client.count(failingAtOnce),
      client.count("abc"),
    ]);
    expect(results).toMatchObject([
      { reason: { message: "disk on fire" } },
      { value: 2 },
      { reason: { message: "no disk" } },
      { value: 3 },
    ]);
  });

  test("while others are sent: nobody else is told", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const [first, second] = await Promise.allSettled([
      client.count(later("a", "b", "c", "d")),
      client.count(createReadStream("/there/is/no/such/file")),
    ]);
    expect(first).toEqual({ status: "fulfilled", value: 4 });
    expect(second).toMatchObject({ reason: { code: "ENOENT" } });
  });

  test.each<[string, unknown]>([
    ["a number", 5],
    ["nothing", undefined],
    ["null", null],
    ["an object", {}],
    ["pieces that are numbers", [1, 2]],
    ["pieces that are numbers, later", later<unknown>("a", 3)],
  ])("what is no message: %s", async (_what, message) => {
    await using client = await connect({ port: (await startServer()).port });
    await expect(client.count(message as Message)).rejects.toMatchObject({ name: "TypeError" });
    expect(await client.count("ok")).toBe(2);
  });

  test("with its connection, in the middle: it cannot be sent again; those around it are", async () => {
    const real = await startServer();
    let connections = 0;
    const port = await startFakeServer((socket) => {
      const isFirst = ++connections === 1;
      socket.once("data", (chunk) => {
        if (isFirst) socket.resetAndDestroy();
        else pipe(socket, real.port, chunk);
      });
    });
    await using client = await connect({ port });
    const stream = Readable.from(later("a".repeat(100), "b", "c"));
    const results = await Promise.allSettled([
      client.count(stream),
      client.count("ab"),
      client.count(later("a", "b", "c")),
    ]);
    expect(results).toMatchObject([
      {
        reason: {
          name: "ConnectionError",
          code: "ECONNRESET",
          message: `127.0.0.1 port ${port}: ECONNRESET, lost in the middle of a stream, which cannot be sent again`,
          cause: { code: "ECONNRESET" },
        },
      },
      { value: 2 },
      { value: 3 },
    ]);
    expect(stream.destroyed).toBe(true);
  });
});

/** Hands a connection over to the real server. */
function pipe(socket: Socket, port: number, start: Buffer): void {
  const onward = connectSocket({ host: "127.0.0.1", port, allowHalfOpen: true }).on("error", () => {});
  onward.write(start);
  socket
    .on("close", () => onward.destroy())
    .pipe(onward)
    .pipe(socket);
}

test("messages in pieces and whole ones end in the order in which they were ended", async () => {
  const { port } = await startServer();
  const client = await connect({ port });
  const answers: number[] = [];
  const all = new Promise<void>((resolve, reject) => {
    for (let length = 1; length <= 100; length++) {
      const writer = client.startMessage(["codePoints"]);
      writer.write(Buffer.alloc(length, "x"));
      if (length % 2 === 0) writer.write(Buffer.alloc(length, "y"));
      writer.finish(({ codePoints }) => {
        answers.push(codePoints);
        if (answers.length === 100) resolve();
      }, reject);
    }
  });
  await all;
  expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? i + 1 : 2 * (i + 1))));
  await client.close();
});
