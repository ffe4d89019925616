import { once } from "node:events";
import { describe, expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import type { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { createServer, type DisconnectEvent, type Server } from "../src/index.js";
import { connectTo, startServer } from "./servers.js";

const MESSAGE = 0xf9;
const PART = 0xf8;

/** Fills a server that takes one client. */
async function startFull(): Promise<{ server: Server; only: Peer }> {
  const server = await startServer({ maxConnections: 1 });
  const only = await connectTo(server);
  await only.ask("a\n", 46);
  return { server, only };
}

/** The ERROR frame that a peer got last, if it is one: its code, once its length and text are those of a frame. */
function errorCode(bytes: Buffer): number | undefined {
  const isWhole = bytes.length >= 6 && bytes.readUInt32BE(2) === bytes.length - 6;
  return bytes[0] === 0xfb && isWhole ? bytes[1] : undefined;
}

describe("a client too many", () => {
  test("who speaks frames gets error 17", async () => {
    const { server } = await startFull();
    const peer = await connectTo(server);
    peer.send(frame(MESSAGE, 1, "abc"));
    expect(errorCode(await peer.rest())).toBe(17);
  });

  test("who speaks text, or says nothing, gets a line", async () => {
    const { server } = await startFull();
    const [talker, silent] = [await connectTo(server), await connectTo(server)];
    talker.send("abc\n");
    const line = "Galat: server sedang penuh, coba lagi nanti\n";
    expect((await talker.rest()).toString()).toBe(line);
    expect((await silent.rest()).toString()).toBe(line);
  });

  test("does not disturb the others, is counted, and may come when there is a place", async () => {
    const { server, only } = await startFull();
    const refused: unknown[] = [];
    server.on("refuse", ({ remotePort }) => refused.push(remotePort));
    const peers = await Promise.all(Array.from({ length: 100 }, () => connectTo(server)));
    const ports = peers.map(({ socket }) => socket.localPort).sort();
    for (const peer of peers) peer.send("x\n");
    await Promise.all(peers.map(({ closed }) => closed));
    expect(refused.sort()).toEqual(ports);
    expect(server.statistics).toMatchObject({ open: 1, accepted: 1, refused: 100 });
    expect(await only.ask("ab\n", 46)).toBe(sentence(2, "\n"));
    const left = once(server, "disconnect");
    await only.close();
    await left;
    expect(await (await connectTo(server)).ask("abc\n", 46)).toBe(sentence(3, "\n"));
  });
});

describe("an idle client", () => {
  const IDLE = 200;

  /** How the connection ends that acts like this, and how long after its last progress. */
  async function idle(act: (peer: Peer) => Promise<void> | void): Promise<[Buffer, DisconnectEvent, number]> {
    const server = await startServer({ idleTimeout: IDLE });
    const disconnected = once(server, "disconnect");
    server.on("disconnect", () => {});
    const peer = await connectTo(server);
    await act(peer);
    const since = performance.now();
    await once(peer.socket, peer.socket.isPaused() ? "close" : "end");
    const lasted = performance.now() - since;
    const [event] = (await disconnected) as [DisconnectEvent];
    expect(server.statistics.idle).toBe(1);
    return [peer.received, event, lasted];
  }

  test.each<[string, (peer: Peer) => Promise<void> | void]>([
    ["inside a header", (peer) => void peer.send(frame(MESSAGE, 1).subarray(0, 3))],
    ["inside a message", (peer) => void peer.send(frame(PART, 1, "abc"))],
    [
      "after an answer",
      async (peer) => {
        peer.send(frame(MESSAGE, 1, "abc"));
        expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
      },
    ],
  ])("of frames gets error 18: %s", async (_when, act) => {
    const [received, event, lasted] = await idle(act);
    expect(errorCode(received)).toBe(18);
    expect(event).toMatchObject({ mode: "frames", errorCode: 18 });
    expect(lasted).toBeGreaterThan(IDLE - 50);
  });

  test("of text gets a line", async () => {
    const [received] = await idle((peer) => void peer.send("a\nb"));
    expect(received.toString()).toBe(`${sentence(1, "\n")}Galat: koneksi ditutup karena terlalu lama diam\n`);
  });

  test("is closed without a word where it never said one", async () => {
    const server = await startServer({ idleTimeout: IDLE });
    const disconnected = once(server, "disconnect");
    const peer = await connectTo(server);
    expect(await peer.rest()).toHaveLength(0);
    await disconnected;
    expect(server.statistics).toMatchObject({ open: 0, idle: 1 });
  });

  test("is one that sends a byte now and then, and never a whole header", async () => {
    let timer: NodeJS.Timeout | undefined;
    const [received, event] = await idle((peer) => {
      peer.send(frame(PART, 1, Buffer.alloc(900)));
      timer = setInterval(() => peer.send(Buffer.from([PART])), 20);
    });
    clearInterval(timer);
    expect(errorCode(received)).toBe(18);
    expect(event.messages).toBe(0);
  });

  test("is one that never reads", async () => {
    const server = await startServer({ idleTimeout: IDLE });
    const disconnected = once(server, "disconnect");
    const peer = await connectTo(server);
    peer.socket.pause();
    peer.send(Buffer.alloc(2_000_000, "\n"));
    const [event] = (await disconnected) as [DisconnectEvent];
    expect(event).toMatchObject({ mode: "text", errorCode: 18 });
    expect(event.messages).toBeGreaterThan(0);
  });

  test("is one that sent all, and never reads", async () => {
    const server = await startServer({ idleTimeout: IDLE });
    const disconnected = once(server, "disconnect");
    const peer = await connectTo(server);
    peer.socket.pause();
    peer.send(frame(MESSAGE, 1, "abc")).halfClose();
    // The kernel takes the answer and our end; the client does not close, as it would by reading on.
    const [event] = (await disconnected) as [DisconnectEvent];
    expect(event).toMatchObject({ mode: "frames", messages: 1 });
  });

  test("is none that sends a large message slowly, or asks again and again", async () => {
    const server = await startServer({ idleTimeout: IDLE });
    const [slow, busy] = [await connectTo(server), await connectTo(server)];
    const start = performance.now();
    let pieces = 0;
    for (; performance.now() - start < 5 * IDLE; pieces++) {
      slow.send(frame(PART, 1, "x".repeat(2000)));
      busy.send(frame(MESSAGE, 1, "abc"));
      await busy.read(COUNT_SIZE);
      await new Promise((resolve) => setTimeout(resolve, IDLE / 8));
    }
    slow.send(frame(MESSAGE, 1));
    expect(await slow.read(COUNT_SIZE)).toEqual(countFrame(2000 * pieces));
  });
});

test("a message that is too large is told, and the next is counted", async () => {
  const server = await startServer({ maxMessageSize: 10 });
  const [frames, text] = [await connectTo(server), await connectTo(server)];
  const large = Array.from({ length: 50 }, () => frame(PART, 1, Buffer.alloc(100_000, "x")));
  frames.send(Buffer.concat([...large, frame(MESSAGE, 1, "y"), frame(MESSAGE, 1, "abcdefghij")])).halfClose();
  const replies = await frames.rest();
  expect(errorCode(replies.subarray(0, -COUNT_SIZE))).toBe(2);
  expect(replies.subarray(-COUNT_SIZE)).toEqual(countFrame(10));
  text.send(`${"x".repeat(1_000_000)}\r\nabcdefghij\n`).halfClose();
  expect((await text.rest()).toString()).toBe(
    `Galat: pesan lebih besar dari batas server (10 byte)\r\n${sentence(10, "\n")}`,
  );
});

test.each([
  { maxConnections: 0 },
  { maxConnections: Number.NaN },
  { idleTimeout: -1 },
  { maxMessageSize: 0 },
  { drainTimeout: Number.NaN },
  { maxMessageSize: 1.5 },
])("%j is out of range", (options) => {
  const [name, value] = Object.entries(options)[0] as [string, number];
  expect(() => createServer(options)).toThrow(RangeError);
  expect(() => createServer(options)).toThrow(`${name} must be a whole number from`);
  expect(() => createServer(options)).toThrow(`not ${value}`);
});

test.each([
  [{ host: "" }, "host must be an address or a name"],
  [{ language: "de" as "en" }, "language must be one of id, en, not de"],
  [
    { unit: "code-points" as "bytes" },
    "unit must be one of codePoints, graphemes, utf16, bytes, not code-points",
  ],
  [
    { maxConnections: "5" as unknown as number },
    "maxConnections must be a whole number from 1 on, or Infinity, not 5",
  ],
])("%j is refused before it can do harm", (options, message) => {
  expect(() => createServer(options)).toThrow(new RangeError(message));
});
