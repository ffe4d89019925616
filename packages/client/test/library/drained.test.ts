import type { Socket } from "node:net";
import { expect, test } from "@jest/globals";
import { countsFrame } from "../../../../testing/frames.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";

/** A server that takes every message, and answers when it is told to: 1 to each. */
async function startSilentServer() {
  const sockets: Socket[] = [];
  let size = 0;
  const port = await startFakeServer((socket) => {
    sockets.push(socket);
    socket.on("data", (chunk) => {
      size += chunk.length;
    });
  });
  const answer = (messages: number) =>
    sockets[0]?.write(Buffer.concat(Array(messages).fill(countsFrame(1, 1))));
  return { port, answer, received: () => size };
}

/** Whether it settles as long as sockets have something to do. */
async function settles(promise: Promise<void>, received: () => number): Promise<boolean> {
  let isSettled = false;
  promise.then(
    () => {
      isSettled = true;
    },
    () => {},
  );
  for (let idle = 0, before = -1; idle < 50 && !isSettled; idle++) {
    if (received() !== before) idle = 0;
    before = received();
    await new Promise(setImmediate);
  }
  return isSettled;
}

test.each([
  ["calls", 100, "x", 2048],
  ["bytes", 1, Buffer.alloc(1024 * 1024, "x"), 4],
  ["UTF-16 code units", 1, "x".repeat(1024 * 1024), 4],
])("drained: so many %s at most wait for their answers", async (_what, step, message, most) => {
  const { port, answer, received } = await startSilentServer();
  await using client = await connect({ port });
  const calls: Promise<number>[] = [];
  let drained: Promise<void>;
  do {
    for (let i = 0; i < step; i++) calls.push(client.count(message));
    drained = client.drained();
  } while (await settles(drained, received));
  expect(calls.length).toBe(Math.ceil(most / step) * step);
  answer(calls.length);
  await drained;
  expect(new Set(await Promise.all(calls))).toEqual(new Set([1]));
});

test("drained of a message in pieces waits until its own were sent, whatever waits behind it", async () => {
  const { port, answer, received } = await startSilentServer();
  await using client = await connect({ port });
  const first = client.startMessage(["codePoints"]);
  const second = client.startMessage(["codePoints"]);
  first.write(Buffer.from("x"));
  await first.drained();
  second.write(Buffer.from("x"));
  const behind = second.drained();
  expect(await settles(behind, received)).toBe(false);
  const calls = Array.from({ length: 5000 }, () => client.count("x"));
  first.write(Buffer.from("x"));
  await first.drained();
  const answers = [first.end(), second.end()];
  await behind;
  answer(5002);
  expect(await Promise.all(answers)).toEqual([{ codePoints: 1 }, { codePoints: 1 }]);
  expect(await Promise.all(calls)).toEqual(Array(5000).fill(1));
});

test("drained of a message that failed: tells why, instead of waiting", async () => {
  let socket: Socket | undefined;
  const port = await startFakeServer((accepted) => {
    socket = accepted.pause();
  });
  await using client = await connect({ port, tries: 1 });
  const message = client.startMessage();
  message.write(Buffer.alloc(32 * 1024 * 1024));
  const drained = message.drained();
  socket?.resetAndDestroy();
  await expect(drained).rejects.toMatchObject({ name: "ConnectionError" });
  message.write(Buffer.from("dropped"));
  await expect(message.end()).rejects.toMatchObject({ name: "ConnectionError" });
});
