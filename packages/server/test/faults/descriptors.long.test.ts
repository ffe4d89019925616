import { setTimeout } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { until } from "../../../../testing/until.js";
import { BadClients, MeasuredServer } from "./children.js";

const DESCRIPTORS = 128;
const LOOK_MS = 2000;

test("a server out of file descriptors rests while clients wait to be accepted", async () => {
  const server = await MeasuredServer.start({ maxConnections: 1000 }, DESCRIPTORS);
  const idle = await BadClients.start("idle", { port: server.port, count: 300 });
  await until(() => server.descriptors >= DESCRIPTORS - 1);
  const before = server.processorTime;
  await setTimeout(LOOK_MS);
  // A loop that is always busy would take nearly all of it.
  expect(server.processorTime - before).toBeLessThan((0.3 * LOOK_MS) / 1000);
  await idle.stop();
});
