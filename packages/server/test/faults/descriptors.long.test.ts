import { setTimeout } from "node:timers/promises";
import { expect, jest } from "@jest/globals";
import { until } from "../../../../testing/until.js";
import { BadClients, MeasuredServer } from "./children.js";
import { testWithProc } from "./descriptors.js";

// A machine that is busy with something else for a second breaks a limit of time once, but not three times in a row.
jest.retryTimes(2);

const DESCRIPTORS = 128;
const LOOK_MS = 2000;

testWithProc("a server out of file descriptors rests while clients wait to be accepted", async () => {
  const server = await MeasuredServer.start({ maxConnections: 1000 }, DESCRIPTORS);
  await BadClients.start("idle", { port: server.port, count: 300 });
  await until(() => server.descriptors >= DESCRIPTORS - 1);
  // A loop that is always busy would take nearly all of it.
  const busy = server.processorTime;
  await setTimeout(LOOK_MS);
  expect(server.processorTime - busy).toBeLessThan((0.3 * LOOK_MS) / 1000);
});
