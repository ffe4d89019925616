import { test } from "@jest/globals";
import { surviveKills } from "./kills.js";

test("a server that is killed a hundred times under load: every message is answered, and right", async () => {
  await surviveKills(100);
}, 500_000);
