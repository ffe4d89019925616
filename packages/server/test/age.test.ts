import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime } from "../../../testing/time.js";
import { until } from "../../../testing/until.js";
import { connectTo, startServer } from "./servers.js";

const MESSAGE = 0xf9;
const PART = 0xf8;

/** How often the server looks, in milliseconds. */
const SWEEP_MS = 400;

test("connections that speak frames are closed at their age, at different times, with ERROR 19; others stay", async () => {
  stopTime();
  const server = await startServer({ maxConnectionAge: 60_000, idleTimeout: 0 });
  const peers = await Promise.all(Array.from({ length: 40 }, () => connectTo(server)));
  const [text, silent] = [await connectTo(server), await connectTo(server)];
  for (const peer of peers) {
    peer.send(frame(MESSAGE, 1, "abc"));
    expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
  }
  await text.ask("a\n", 46);
  // The age varies by 10 %.
  for (let ms = 0; ms < 53_600; ms += SWEEP_MS) await pass(SWEEP_MS);
  expect(server.statistics.open).toBe(42);
  const open: number[] = [];
  for (let ms = 0; ms < 14_000; ms += SWEEP_MS) {
    await pass(SWEEP_MS);
    for (let turns = 0; turns < 4; turns++) await setImmediate();
    open.push(server.statistics.open);
  }
  expect(open.at(-1)).toBe(2);
  expect(new Set(open).size).toBeGreaterThan(10);
  for (const peer of peers) {
    const told = await peer.rest();
    expect([told[0], told[1], told.readUInt32BE(2)]).toEqual([0xfb, 19, told.length - 6]);
  }
  expect(await text.ask("ab\n", 46)).toBe(sentence(2, "\n"));
  expect(await silent.ask("abc\n", 46)).toBe(sentence(3, "\n"));
});

test("a message that has begun is answered before, whatever it takes, and none after it", async () => {
  stopTime();
  const server = await startServer({ maxConnectionAge: 10_000 });
  const peer = await connectTo(server);
  peer.send(frame(PART, 1, "ab"));
  await until(() => server.statistics.bytesRead === 8);
  await pass(12_000);
  peer.send(frame(PART, 1, "cd"));
  await until(() => server.statistics.bytesRead === 16);
  await pass(12_000);
  peer.send(Buffer.concat([frame(MESSAGE, 1, "e"), frame(MESSAGE, 1, "next")]));
  const told = await peer.rest();
  expect(told.subarray(0, COUNT_SIZE)).toEqual(countFrame(5));
  expect([...told.subarray(COUNT_SIZE, COUNT_SIZE + 2)]).toEqual([0xfb, 19]);
});

test("an old connection whose message does not go on is idle in the end", async () => {
  stopTime();
  const server = await startServer({ maxConnectionAge: 1000, idleTimeout: 5000 });
  const peer = await connectTo(server);
  peer.send(frame(PART, 1, "ab"));
  await until(() => server.statistics.bytesRead === 8);
  await pass(6000);
  expect([...(await peer.rest()).subarray(0, 2)]).toEqual([0xfb, 18]);
  await until(() => server.statistics.idle === 1);
});

test("an old connection that the client does not close is reset", async () => {
  stopTime();
  const server = await startServer({ maxConnectionAge: 1000 });
  const peer = await connectTo(server);
  peer.socket.removeAllListeners("end");
  peer.send(frame(MESSAGE, 1, "ab"));
  await peer.read(COUNT_SIZE);
  await pass(1500);
  await until(() => peer.socket.readableEnded);
  expect(server.statistics.open).toBe(1);
  await pass(5000);
  await until(() => server.statistics.open === 0);
});
