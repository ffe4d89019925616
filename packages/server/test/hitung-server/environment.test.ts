import { afterEach, describe, expect, test } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { start } from "./command.js";

afterEach(() => {
  for (const name of Object.keys(process.env)) if (name.startsWith("HITUNG_")) delete process.env[name];
});

describe("variables of the environment", () => {
  test("stand for options", async () => {
    Object.assign(process.env, {
      HITUNG_PORT: "0",
      HITUNG_LANG: "en",
      HITUNG_UNIT: "bytes",
      HITUNG_MAX_MESSAGE: "1K",
      HITUNG_HOST: "",
    });
    const server = start();
    await server.printed("The server listens on ");
    const peer = await Peer.connect(server.port);
    peer.send(`\u00e9\n${"x".repeat(1025)}\n`).halfClose();
    expect((await peer.rest()).toString()).toBe(
      "The message has 2 characters\nError: the message is larger than the server allows (1024 bytes)\n",
    );
  });

  test("give way to arguments", async () => {
    Object.assign(process.env, { HITUNG_PORT: "99999", HITUNG_LANG: "en", HITUNG_LOG_MESSAGES: "on" });
    const server = start("--lang", "id", "--port", "0", "--log-messages", "off");
    await server.printed("Server mendengarkan");
    const peer = await Peer.connect(server.port);
    await peer.ask("rahasia\n", 46);
    await peer.close();
    server.stop();
    expect(await server.exitCode).toBe(0);
    expect(server.stdout).not.toContain("rahasia");
  });

  test.each([
    [
      { HITUNG_PORT: "x" },
      "nilai 'x' untuk opsi --port <port> (HITUNG_PORT) tidak sah. Port adalah bilangan bulat dari 0 sampai 65535.",
    ],
    [
      { HITUNG_LANG: "en", HITUNG_LOG_LEVEL: "loud" },
      "value 'loud' for option --log-level <level> (HITUNG_LOG_LEVEL) is not valid. Choices: silent, fatal, error, warn, info, debug, trace.",
    ],
    [
      { HITUNG_LOG_MESSAGES: "1" },
      "nilai '1' untuk opsi --log-messages [on|off] (HITUNG_LOG_MESSAGES) tidak sah. Pilihan: on, off.",
    ],
  ])("%j is told with its name", async (variables, message) => {
    Object.assign(process.env, variables);
    const server = start();
    expect(await server.exitCode).toBe(2);
    expect(server.stderr.split("\n")[0]).toBe(`hitung-server: ${message}`);
  });

  test("switch on what is either on or off", async () => {
    Object.assign(process.env, { HITUNG_LOG_MESSAGES: "on", HITUNG_PORT: "0" });
    const server = start();
    await server.printed("mendengarkan");
    const peer = await Peer.connect(server.port);
    await peer.ask("halo\n", 46);
    await server.printed("halo");
    await peer.close();
  });
});
