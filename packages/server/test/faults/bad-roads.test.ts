import { test } from "@jest/globals";
import { startServer } from "../servers.js";
import { travelBadRoads } from "./road-clients.js";

test("through roads that slice, delay, stall, cut and reset each answer is right, or the client learns that there is none", async () => {
  const server = await startServer();
  await travelBadRoads(server.address.port, 300);
});
