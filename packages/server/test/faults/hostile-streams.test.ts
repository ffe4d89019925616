import { expect, test } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { until } from "../../../../testing/until.js";
import { MeasuredServer } from "./children.js";
import { sendHostileStreams } from "./hostile-clients.js";

test("1,000 hostile streams are each answered rightly or with a coded error", async () => {
  const { port } = await MeasuredServer.start();
  await sendHostileStreams(port, 1000);
});

test("a declared length reserves nothing", async () => {
  const server = await MeasuredServer.start();
  const before = await server.usage();
  const begun = Buffer.from([0xf9, 1, 0xff, 0xff, 0xff, 0xff, 0x78]);
  const peers = await Promise.all(Array.from({ length: 100 }, () => Peer.connect(server.port)));
  for (const peer of peers) peer.send(begun);
  await until(async () => (await server.bytesRead()) === peers.length * begun.length);
  const after = await server.usage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(1024 * 1024);
  expect(after.resident - before.resident).toBeLessThan(16 * 1024 * 1024);
  for (const peer of peers) {
    expect([...(await peer.halfClose().rest()).subarray(0, 2)]).toEqual([0xfb, 16]);
  }
});
