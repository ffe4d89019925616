import { expect } from "@jest/globals";
import { until } from "../../../../testing/until.js";
import { BadClients, MeasuredServer } from "./children.js";
import { testWithProc } from "./descriptors.js";
import { honestLatencies } from "./honest.js";

/** How far the heap moves from one collection of garbage to the next for reasons of its own. */
const HEAP_UNREST = 1024 * 1024;

testWithProc(
  "10,000 resets at random offsets leave neither sockets nor memory behind, and disturb no answer",
  async () => {
    const server = await MeasuredServer.start();
    const { port } = server;
    const resetAll = async (total: number) => {
      const clients = await BadClients.start("reset", { port, count: 20, total });
      await Promise.all([clients.done(), honestLatencies(port)]);
      await until(async () => (await server.usage()).open === 0);
    };
    await resetAll(1000);
    const before = await server.usage();
    const { descriptors } = server;
    await resetAll(10_000);
    const after = await server.usage();
    expect(after.accepted - before.accepted).toBeGreaterThanOrEqual(10_000);
    expect(server.descriptors).toBe(descriptors);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(HEAP_UNREST);
    expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(HEAP_UNREST);
  },
);
