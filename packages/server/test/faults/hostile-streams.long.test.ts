import { expect, jest } from "@jest/globals";
import { MeasuredServer } from "./children.js";
import { testWithProc } from "./descriptors.js";
import { sendHostileStreams } from "./hostile-clients.js";

jest.setTimeout(300_000);

testWithProc(
  "100,000 hostile streams are each answered rightly or with a coded error, in 100 ms, and leave nothing behind",
  async () => {
    const server = await MeasuredServer.start();
    await sendHostileStreams(server.port, 5000, 100);
    const before = await server.usage();
    const { descriptors } = server;
    await sendHostileStreams(server.port, 95_000, 100);
    const after = await server.usage();
    expect(after.open).toBe(0);
    expect(server.descriptors).toBe(descriptors);
    expect(after.heapUsed - before.heapUsed).toBeLessThan(1024 * 1024);
  },
);
