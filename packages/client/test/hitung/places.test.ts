import { once } from "node:events";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { startProgram } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort } from "../../../../testing/servers.js";
import { serverOptionsFor } from "../../src/command-line/server-start.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

test.each(["::1", "[::1]"])("an IPv6 address: --host %s", async (host) => {
  const server = await startServer({ host: "::1" });
  expect((await command("--host", host, "--port", server.port, "abc").finish()).stdout).toBe(
    `${sentence(3)}\n`,
  );
});

test("the command that is named where no server is starts one there", async () => {
  const port = await freePort();
  const { stderr } = await command("--port", port, "abc").finish();
  const options = /hitung-server((?: --[a-z]+ \S+)+) \(/.exec(stderr)?.[1]?.trim().split(" ") ?? [];
  const server = startProgram("hitung-server", ...options);
  await once(server.child.stdout, "data");
  expect((await command("--port", port, "abc").finish()).stdout).toBe(`${sentence(3)}\n`);
});

test.each([
  [{ host: "127.0.0.1", port: 12345 }, ""],
  [{ host: "localhost", port: 4000 }, " --port 4000"],
  [{ host: "10.0.0.7", port: 12345 }, " --host 10.0.0.7"],
  [{ host: "::1", port: 1 }, " --host ::1 --port 1"],
  [{ host: "x", port: 1, socket: "/run/my hitung's.sock" }, " --socket '/run/my hitung'\\''s.sock'"],
  [{ host: "x", port: 1, socket: "h.sock" }, ` --socket ${process.cwd()}/h.sock`],
])("how to start a server at %j: hitung-server%s", (place, options) => {
  expect(serverOptionsFor(place)).toBe(options);
});

describe("a word that looks like something else is counted, and a person is told what may have been meant", () => {
  const here = fileURLToPath(import.meta.url);
  test.each([
    [[here], `(What was counted is the word itself. What the file holds: --file ${here})\n`],
    [[here, here], `(What was counted is the word itself. What the file holds: --file ${here} ${here})\n`],
    [["localhost:80"], "(What was counted is the word itself. A server there: --host localhost --port 80)\n"],
    [["[::1]:80"], "(What was counted is the word itself. A server there: --host [::1] --port 80)\n"],
    [["a:b"], ""],
    [["12:30:15"], ""],
    [[dirname(here)], ""],
    [[here, "x"], ""],
  ])("%j", async (words, note) => {
    const { port } = await startServer();
    for (const isTTY of [true, false]) {
      const cli = new Command(["--port", String(port), "--lang", "en", "-q", ...words], { isTTY });
      const { code, stdout, stderr } = await cli.finish();
      expect({ code, stdout, stderr }).toEqual({
        code: 0,
        stdout: `${words.join(" ").length}\n`,
        stderr: isTTY ? note : "",
      });
    }
  });
});
