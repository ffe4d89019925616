import { test } from "@jest/globals";
import { compareWithModel } from "./model.js";

test("whatever clients do in any order, 500 times over, each reply is the one that a simple model tells", async () => {
  await compareWithModel(500);
});
