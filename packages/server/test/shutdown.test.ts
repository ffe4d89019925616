import { spawn } from "node:child_process";
import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { expect, jest, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { BINS, startServerProcess } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime, TEXT_PAUSE_MS } from "../../../testing/time.js";
import { until } from "../../../testing/until.js";
import { createServer } from "../src/index.js";
import { connectTo, deliver, startServer, untilOthersBlock } from "./servers.js";

const MESSAGE = 0xf9;
const PART = 0xf8;

test("frames are told 19 after their answers, also to a message that has begun; text and silent clients are closed", async () => {
  const server = await startServer();
  const [asked, inside, text, silent] = [
    await connectTo(server),
    await connectTo(server),
    await connectTo(server),
    await connectTo(server),
  ];
  asked.send(frame(MESSAGE, 1, "abc"));
  await asked.read(COUNT_SIZE);
  inside.send(Buffer.concat([frame(MESSAGE, 1, "ab"), frame(PART, 1, "abc")]));
  await inside.read(COUNT_SIZE);
  await text.ask("a\n", 46);
  const closing = server.close();
  // It waits for the rest of the message, whenever that comes, and reads no other.
  for (const peer of [asked, text, silent]) await peer.closed;
  await until(() => server.statistics.open === 1);
  inside
    .send(frame(PART, 1, "de"))
    .send(frame(MESSAGE, 1))
    .send(frame(MESSAGE, 1, "x"));
  expect(await inside.read(COUNT_SIZE)).toEqual(countFrame(5));
  await closing;
  for (const peer of [asked, inside]) {
    const told = await peer.rest();
    expect([...told.subarray(0, 2)]).toEqual([0xfb, 19]);
    expect(told.readUInt32BE(2)).toBe(told.length - 6);
  }
  expect(await text.rest()).toHaveLength(0);
  expect(await silent.rest()).toHaveLength(0);
});

test.each([
  ["lines", "a\nbc\n", sentence(1, "\n") + sentence(2, "\n")],
  ["frames", Buffer.concat([frame(MESSAGE, 1, "a"), frame(MESSAGE, 1, "bc")]), undefined],
])(
  "%s that the kernel holds when it closes are answered, also of a client that it has not accepted yet",
  async (_, request, lines) => {
    const server = await startServer();
    const accepted = await connectTo(server);
    const connecting = Peer.connect(server.address.port);
    // What a socket of Node is given to write is with the kernel at once, as this is all in one turn of the event loop.
    accepted.send(request);
    const closing = server.close();
    const late = (await connecting).send(request);
    for (const peer of [accepted, late]) {
      const replies = await peer.rest();
      if (lines !== undefined) expect(replies.toString()).toBe(lines);
      else {
        expect(replies.subarray(0, 2 * COUNT_SIZE)).toEqual(Buffer.concat([countFrame(1), countFrame(2)]));
        expect([...replies.subarray(2 * COUNT_SIZE, 2 * COUNT_SIZE + 2)]).toEqual([0xfb, 19]);
      }
    }
    await closing;
  },
);

test("a client that has just come has a second to begin; one that says nothing is closed then", async () => {
  stopTime();
  const server = await startServer();
  const [late, silent] = [await connectTo(server), await connectTo(server)];
  await until(() => server.statistics.open === 2);
  const closing = server.close();
  await pass(999);
  late.send(frame(MESSAGE, 1, "abc"));
  const told = await late.rest();
  expect(told.subarray(0, COUNT_SIZE)).toEqual(countFrame(3));
  expect([...told.subarray(COUNT_SIZE, COUNT_SIZE + 2)]).toEqual([0xfb, 19]);
  expect(silent.socket.readableEnded).toBe(false);
  await pass(1);
  expect(await silent.rest()).toHaveLength(0);
  await closing;
});

test("a text without an end is answered once it pauses", async () => {
  stopTime();
  const server = await startServer();
  const peer = await connectTo(server);
  await deliver(server, peer, "halo");
  const closing = server.close();
  await pass(TEXT_PAUSE_MS - 1);
  expect(server.statistics.open).toBe(1);
  await pass(1);
  await closing;
  expect((await peer.rest()).toString()).toBe(sentence(4));
});

test("a client that stays when its time is over, right after its answer, is closed all the same", async () => {
  stopTime();
  const server = await startServer({ drainTimeout: TEXT_PAUSE_MS + 1 });
  const peer = await connectTo(server);
  peer.socket.removeAllListeners("end");
  await deliver(server, peer, "halo");
  const closing = server.close();
  jest.advanceTimersByTime(TEXT_PAUSE_MS);
  // It is answered, and our side is being closed; the kernel is not told before the next turn.
  await setImmediate();
  jest.advanceTimersByTime(1);
  await closing;
  expect((await peer.read(45)).toString()).toBe(sentence(4));
});

test("whoever does not take its answers is reset when the time is over, and not before", async () => {
  stopTime();
  const server = await startServer({ drainTimeout: 100 });
  const [peer, honest] = [await connectTo(server), await connectTo(server)];
  peer.socket.pause();
  peer.send(Buffer.alloc(500_000, "\n"));
  await untilOthersBlock(server, honest);
  const closing = server.close();
  await honest.closed;
  await pass(99);
  expect(server.statistics.open).toBe(1);
  await pass(1);
  await closing;
  expect(server.statistics.open).toBe(0);
  peer.socket.resume();
  expect((await peer.rest()).length).toBeLessThan(500_000 * sentence(0, "\n").length);
});

test("while it closes it accepts nobody, and then the port is free at once", async () => {
  const server = await startServer();
  const { port } = server.address;
  const peer = await connectTo(server);
  await peer.ask("a\n", 46);
  expect(server.isAccepting).toBe(true);
  const closing = server.close();
  expect(server.isAccepting).toBe(false);
  await peer.closed;
  await expect(Peer.connect(port)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  await closing;
  const next = createServer({ port });
  await next.listen();
  await next.close();
});

test.each(["SIGINT", "SIGTERM"] as const)("a second %s ends the process at once", async (signal) => {
  const server = await startServerProcess("--drain-timeout", "3600");
  const peer = await Peer.connect(server.port);
  await peer.ask("a\n", 46);
  // It keeps the process waiting: it takes no more answers, and does not close.
  peer.socket.pause();
  peer.send(Buffer.alloc(5_000_000, "\n"));
  const draining = once(server.child.stdout, "data");
  server.child.kill(signal);
  await draining;
  server.child.kill(signal);
  expect(await server.finish()).toMatchObject({ code: null, signal });
  await peer.close();
});

test("the process ends with 0 after the time to drain", async () => {
  const server = await startServerProcess("--drain-timeout", "0.2");
  const stuck = await Peer.connect(server.port);
  await stuck.ask("a\n", 46);
  stuck.socket.pause();
  stuck.send(Buffer.alloc(5_000_000, "\n"));
  server.child.kill("SIGTERM");
  expect(await server.finish()).toMatchObject({ code: 0, signal: null });
  await stuck.close();
});

test("a process that is told to end tells clients of frames why", async () => {
  const server = await startServerProcess();
  const peer = await Peer.connect(server.port);
  peer.send(frame(MESSAGE, 1, "abc"));
  expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
  server.child.kill("SIGTERM");
  expect((await peer.rest())[1]).toBe(19);
  expect(await server.finish()).toMatchObject({ code: 0, signal: null });
});

test("a server that is closed before it listens, or while it begins to, does not listen", async () => {
  const early = createServer({ port: 0 });
  await early.close();
  await expect(early.listen()).rejects.toThrow("was closed");

  const late = createServer({ port: 0 });
  const listening = late.listen();
  await late.close();
  const { port } = await listening;
  expect(late.isAccepting).toBe(false);
  await expect(Peer.connect(port)).rejects.toMatchObject({ code: "ECONNREFUSED" });
  expect(() => late.address).toThrow("the server does not listen");
});

test("a server listens once, and may try again where it could not", async () => {
  const taken = await startServer();
  const { port } = taken.address;
  const server = createServer({ port });
  await expect(server.listen()).rejects.toMatchObject({ code: "EADDRINUSE" });
  await taken.close();
  await server.listen();
  await expect(server.listen()).rejects.toThrow("listens already");
  await server.close();
});

test("a time to drain without end is one", async () => {
  stopTime();
  const server = await startServer({ drainTimeout: Infinity });
  const peer = await connectTo(server);
  await peer.ask("a\n", 46);
  peer.socket.pause();
  const closing = server.close();
  await pass(3_600_000);
  expect(server.statistics.open).toBe(1);
  peer.socket.resume();
  await closing;
  expect(await peer.closed).toBeUndefined();
});

test("a log that nobody reads does not keep the process", async () => {
  const child = spawn(process.execPath, [BINS["hitung-server"], "--port", "0", "--log-messages"]);
  const exited = once(child, "exit");
  const [start] = (await once(child.stdout, "data")) as [Buffer];
  child.stdout.pause();
  const peer = await Peer.connect(JSON.parse(start.toString()).port);
  const line = `${"x".repeat(190)}\n`;
  // Far more than a pipe holds, and than a log keeps.
  for (let round = 0; round < 10; round++) {
    peer.send(line.repeat(500));
    await peer.read(500 * sentence(190, "\n").length);
  }
  child.kill("SIGTERM");
  await peer.rest();
  expect((await exited)[0]).toBe(0);
});
