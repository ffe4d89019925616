import { once } from "node:events";
import { describe, expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import type { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime } from "../../../testing/time.js";
import { until } from "../../../testing/until.js";
import { createServer, type DisconnectEvent, type Server } from "../src/index.js";
import { connectTo, deliver, startServer, untilOthersBlock } from "./servers.js";

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

  test("who speaks text, or says nothing for a second, gets a line", async () => {
    stopTime();
    const { server } = await startFull();
    const [talker, silent] = [await connectTo(server), await connectTo(server)];
    talker.send("abc\n");
    const line = "Galat: server sedang penuh, coba lagi nanti\n";
    expect((await talker.rest()).toString()).toBe(line);
    await until(() => server.statistics.refused === 2);
    await pass(999);
    expect(silent.received).toHaveLength(0);
    await pass(1);
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
  /** Idle connections are looked for four times within that time, and are closed two such times late at most. */
  const LATE = IDLE / 2;

  /** A server whose time stands still, a client of it, and how each connection ended. */
  async function startStopped(): Promise<[Server, Peer, DisconnectEvent[]]> {
    stopTime();
    const server = await startServer({ idleTimeout: IDLE });
    const ended: DisconnectEvent[] = [];
    server.on("disconnect", (event) => ended.push(event));
    // The client's time does not begin when one begins in which the server looks for idle connections.
    await pass(IDLE / 20);
    return [server, await connectTo(server), ended];
  }

  /** How the connection ends of a client that acts like this: not before its time, and soon after it. */
  async function idle(
    act: (peer: Peer, server: Server) => Promise<void>,
  ): Promise<[Buffer, DisconnectEvent, string | undefined]> {
    const [server, peer, ended] = await startStopped();
    await act(peer, server);
    await pass(IDLE - 1);
    expect(server.statistics).toMatchObject({ open: 1, idle: 0 });
    expect(peer.received).toHaveLength(0);
    await pass(LATE + 1);
    await until(() => ended.length === 1);
    expect(server.statistics).toMatchObject({ open: 0, idle: 1 });
    return [await peer.rest(), ended[0] as DisconnectEvent, await peer.closed];
  }

  test.each<[string, (peer: Peer, server: Server) => Promise<void>]>([
    ["inside a header", (peer, server) => deliver(server, peer, frame(MESSAGE, 1).subarray(0, 3))],
    ["inside a message", (peer, server) => deliver(server, peer, frame(PART, 1, "abc"))],
    [
      "after an answer",
      async (peer) => {
        peer.send(frame(MESSAGE, 1, "abc"));
        expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
      },
    ],
  ])("of frames gets error 18: %s", async (_when, act) => {
    const [received, event] = await idle(act);
    expect(errorCode(received)).toBe(18);
    expect(event).toMatchObject({ mode: "frames", errorCode: 18 });
  });

  test("of text gets a line", async () => {
    const [received] = await idle(async (peer, server) => {
      await deliver(server, peer, "a\nb");
      expect((await peer.read(46)).toString()).toBe(sentence(1, "\n"));
    });
    expect(received.toString()).toBe("Galat: koneksi ditutup karena terlalu lama diam\n");
  });

  test("that never said a word is told in text, as a person is: both wait for each other", async () => {
    const [received, event, code] = await idle((_peer, server) => until(() => server.statistics.open === 1));
    expect(received.toString()).toBe("Galat: koneksi ditutup karena terlalu lama diam\n");
    expect(event).toMatchObject({ mode: undefined, errorCode: 18 });
    expect(code).toBeUndefined();
  });

  test("is one that sends a byte now and then, and never a whole header", async () => {
    const [server, peer, ended] = await startStopped();
    await deliver(server, peer, frame(PART, 1, Buffer.alloc(900)));
    for (let time = 0; time < IDLE; time += 20) {
      expect(ended).toEqual([]);
      await deliver(server, peer, Uint8Array.of(PART));
      await pass(20);
    }
    await pass(LATE);
    expect(errorCode(await peer.rest())).toBe(18);
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ messages: 0, errorCode: 18 }]);
  });

  test("is one that never reads", async () => {
    const [server, peer, ended] = await startStopped();
    const honest = await connectTo(server);
    peer.socket.pause();
    peer.send(Buffer.alloc(2_000_000, "\n"));
    await untilOthersBlock(server, honest);
    await honest.close();
    await until(() => ended.length === 1);
    await pass(IDLE + LATE);
    await until(() => ended.length === 2);
    expect(ended[1]).toMatchObject({ mode: "text", errorCode: 18, remotePort: peer.socket.localPort });
    expect(ended[1]?.messages).toBeGreaterThan(0);
  });

  test("is none that sent all, and never reads: the kernel has its answers, and the connection ends", async () => {
    const [server, peer, ended] = await startStopped();
    peer.socket.pause();
    peer.send(frame(MESSAGE, 1, "abc")).halfClose();
    await until(() => ended.length === 1);
    expect(ended).toMatchObject([{ mode: "frames", messages: 1, errorCode: undefined }]);
    expect(server.statistics).toMatchObject({ open: 0, idle: 0 });
    peer.socket.resume();
    expect(await peer.rest()).toEqual(countFrame(3));
  });

  test("is none that sends a large message slowly, or asks again and again", async () => {
    const [server, slow] = await startStopped();
    const busy = await connectTo(server);
    const pieces = 40;
    for (let sent = 0; sent < pieces; sent++) {
      await deliver(server, slow, frame(PART, 1, "x".repeat(2000)));
      busy.send(frame(MESSAGE, 1, "abc"));
      await busy.read(COUNT_SIZE);
      await pass(IDLE / 8);
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
