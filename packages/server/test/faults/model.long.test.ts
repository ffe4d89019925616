import { test } from "@jest/globals";
import { compareWithModel } from "../support/model.js";
import { startServer } from "../support/servers.js";

test("whatever clients do in any order, 500 times over, each reply is the one that a simple model tells", async () => {
  const server = await startServer();
  await compareWithModel(server.address.port, 500);
});
