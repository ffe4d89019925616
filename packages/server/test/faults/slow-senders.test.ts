import { expect, test } from "@jest/globals";
import { frame } from "../../../../testing/frames.js";
import { sentence } from "../../../../testing/sentences.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { until } from "../../../../testing/until.js";
import { connectTo, startServer } from "../servers.js";

const SLOW = 1000;
const IDLE_MS = 1500;

/** How much later than that connections are closed at most. */
const LATE_MS = 750;

/** Beginnings of messages that never end: a line after another one, a payload of 4 GiB, and empty PARTs. */
const DRIPS = [
  { first: Buffer.from("x\n"), next: Buffer.from("x"), said: sentence(1, "\n") },
  { first: Buffer.from([0xf9, 0x01, 0xff, 0xff, 0xff, 0xff]), next: Buffer.from("x"), said: "" },
  { first: Buffer.from([0xf8]), next: frame(0xf8, 1), said: "" },
] as const;

test("1,000 clients that send a byte now and then are closed when their time is over, and told why", async () => {
  stopTime();
  const server = await startServer({ idleTimeout: IDLE_MS });
  const clients = await Promise.all(
    Array.from({ length: SLOW }, async (_, i) => {
      const drip = DRIPS[i % DRIPS.length] as (typeof DRIPS)[number];
      const peer = await connectTo(server);
      peer.send(drip.first);
      expect((await peer.read(drip.said.length)).toString()).toBe(drip.said);
      return { peer, drip };
    }),
  );
  for (let time = 0; time < IDLE_MS; time += 300) {
    expect(server.statistics).toMatchObject({ open: SLOW, idle: 0 });
    for (const { peer, drip } of clients) peer.send(drip.next.subarray(0, 1));
    await pass(300);
  }
  await pass(LATE_MS);
  await until(() => server.statistics.open === 0);
  expect(server.statistics.idle).toBe(SLOW);
  for (const { peer, drip } of clients) {
    const told = await peer.rest();
    if (drip.said === "") expect([...told.subarray(0, 2)]).toEqual([0xfb, 18]);
    else expect(told.toString()).toBe("Galat: koneksi ditutup karena terlalu lama diam\n");
  }
});
