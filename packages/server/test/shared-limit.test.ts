import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { frame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { until } from "../../../testing/until.js";
import type { ConnectionLimit } from "../src/index.js";
import { connectTo, startServer } from "./servers.js";

/** A limit that is decided on later, by the test. */
class LateLimit implements ConnectionLimit {
  readonly asked: ((isTaken: boolean) => void)[] = [];
  released = 0;

  take(): Promise<boolean> {
    return new Promise((resolve) => this.asked.push(resolve));
  }

  release(): void {
    this.released++;
  }
}

test("two servers share a limit: what one gives back the other takes", async () => {
  let left = 2;
  const sharedLimit = { take: () => left > 0 && left-- > 0, release: () => left++ };
  const [one, other] = [await startServer({ sharedLimit }), await startServer({ sharedLimit })];
  const first = await connectTo(one);
  const second = await connectTo(other);
  expect(await first.ask("a\n", 46)).toBe(sentence(1, "\n"));
  expect(await second.ask("ab\n", 46)).toBe(sentence(2, "\n"));
  for (const server of [one, other]) {
    const refused = await connectTo(server);
    expect([...(await refused.send(frame(0xf9, 1)).rest()).subarray(0, 2)]).toEqual([0xfb, 17]);
  }
  await first.close();
  await until(() => left === 1);
  expect(await (await connectTo(other)).ask("abc\n", 46)).toBe(sentence(3, "\n"));
  expect(left).toBe(0);
});

test("who waits for the limit is not read from, and counts as a connection", async () => {
  const sharedLimit = new LateLimit();
  const server = await startServer({ sharedLimit, maxConnections: 2 });
  const [served, refused] = [await connectTo(server), await connectTo(server)];
  served.send("abc\n");
  refused.send("abcd\n");
  await until(() => sharedLimit.asked.length === 2);
  expect(server.statistics).toMatchObject({ open: 2, accepted: 0, bytesRead: 0 });
  const third = await connectTo(server);
  expect((await third.send("x\n").rest()).toString()).toContain("sedang penuh");
  sharedLimit.asked[0]?.(true);
  sharedLimit.asked[1]?.(false);
  expect(String(await served.read(46))).toBe(sentence(3, "\n"));
  expect((await refused.rest()).toString()).toContain("sedang penuh");
  expect(server.statistics).toMatchObject({ open: 1, accepted: 1, refused: 2 });
  expect(sharedLimit.released).toBe(0);
  await served.close();
  await until(() => sharedLimit.released === 1);
});

test("one that is gone when it gets its part of the limit gives it back", async () => {
  const sharedLimit = new LateLimit();
  const server = await startServer({ sharedLimit });
  const peer = await Peer.connect(server.address.port);
  peer.send("abc\n");
  await until(() => sharedLimit.asked.length === 1);
  await peer.close();
  sharedLimit.asked[0]?.(true);
  // Whether the server sees at once that it is gone, or when it has answered.
  await until(() => sharedLimit.released === 1);
  await until(() => server.statistics.open === 0);
});

test("a server that ends waits for who waits for the limit, and answers what it sent", async () => {
  const sharedLimit = new LateLimit();
  const server = await startServer({ sharedLimit });
  const peer = await connectTo(server);
  peer.send("abc\n");
  await until(() => sharedLimit.asked.length === 1);
  let isClosed = false;
  const closing = server.close().then(() => {
    isClosed = true;
  });
  await until(() => !server.isAccepting);
  // What the server does by itself takes a few turns.
  for (let turn = 0; turn < 20; turn++) await setImmediate();
  expect(isClosed).toBe(false);
  sharedLimit.asked[0]?.(true);
  expect(String(await peer.read(46))).toBe(sentence(3, "\n"));
  await closing;
  expect(sharedLimit.released).toBe(1);
});
