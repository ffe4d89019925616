import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { play } from "../../src/hitung-check/stage/play.js";
import { testEachOnLinux } from "./command.js";
import { FAULTS } from "./faults.js";

const BROKEN = fileURLToPath(new URL("broken-server.js", import.meta.url));
const SETTINGS = ["--port", "0", "--language", "{language}", "--unit", "{unit}", "--limit", "{limit}"];

testEachOnLinux(Object.entries(FAULTS))("a server with the fault “%s” is found by %j", async (fault, ids) => {
  for (const id of ids) {
    const command = [process.execPath, BROKEN, fault, ...SETTINGS];
    const job = {
      id,
      role: "server",
      host: "127.0.0.1",
      port: 12345,
      timeout: 2000,
      isSandboxed: true,
    } as const;
    const { verdict } = await play({ ...job, command });
    expect([id, verdict]).not.toEqual([id, "right"]);
  }
});
