import { test } from "@jest/globals";
import { startServer } from "../servers.js";
import { compareWithModel } from "./model.js";

test("whatever clients do in any order, each reply is the one that a simple model tells", async () => {
  const server = await startServer();
  await compareWithModel(server.address.port, 50);
});
