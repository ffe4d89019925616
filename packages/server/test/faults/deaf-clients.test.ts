import { expect, test } from "@jest/globals";
import { BadClients, MeasuredServer } from "./children.js";
import { honestLatencies } from "./honest.js";

const DEAF = 50;

test("clients that send without end and never read cost at most 64 KiB each", async () => {
  const server = await MeasuredServer.start();
  const { port } = server;
  await honestLatencies(port);
  const before = await server.usage();
  const deaf = await BadClients.start("deaf", { port, count: DEAF });
  await server.stopsReadingFrom(deaf);
  const after = await server.usage();
  expect(after.open).toBe(DEAF);
  // All that waits for a client, replies and what of the last chunk is not answered, lies in array buffers.
  expect((after.arrayBuffers - before.arrayBuffers) / DEAF).toBeLessThanOrEqual(64 * 1024);
  expect((after.heapUsed - before.heapUsed) / DEAF).toBeLessThan(16 * 1024);
});
