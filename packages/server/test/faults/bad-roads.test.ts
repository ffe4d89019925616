import { test } from "@jest/globals";
import { travelBadRoads } from "../support/road-clients.js";
import { startServer } from "../support/servers.js";

test("through roads that slice, delay, stall, cut and reset each answer is right, or the client learns that there is none", async () => {
  const server = await startServer();
  await travelBadRoads(server.address.port, 300);
});
