import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { startProgram, testWith } from "../../../../testing/processes.js";
import { startServer } from "../server.js";
import { benchJson } from "./command.js";

test("a real process, from the environment to the exit code", async () => {
  const { port } = await startServer();
  const { code, stdout, stderr } = await startProgram(
    "hitung-bench",
    ...["--port", port, "--messages", 5000, "--lang", "en"],
  ).finish();
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("messages       5,000\n");
});

test("Ctrl-C: what was measured so far, and exit code 130", async () => {
  const server = await startServer();
  const answered = once(server, "message");
  const options = ["--port", server.port, "--duration", 3600, "--json", "--lang", "en"];
  const bench = startProgram("hitung-bench", ...options);
  const ended = bench.finish();
  await answered;
  bench.child.kill("SIGINT");
  const { code, stdout, stderr } = await ended;
  expect({ code, stderr }).toEqual({ code: 130, stderr: "hitung-bench: stopped before the end\n" });
  const { isInterrupted, wrongAnswers, errors } = JSON.parse(stdout);
  expect({ isInterrupted, wrongAnswers, errors }).toEqual({
    isInterrupted: true,
    wrongAnswers: 0,
    errors: 0,
  });
});

testWith("openssl", "over TLS, with a CA to trust; without it the connection is refused", async () => {
  const tls = new Certificate(temporaryFolder(), "server");
  const { port } = await startServer({ tls });
  const address = ["--port", port, "--connections", 3, "--messages", 6000];
  const trusted = await benchJson([...address, "--tls-ca", tls.certFile, "--pipeline", 100]);
  const distrusted = await benchJson([...address, "--tls"]);
  expect({ code: trusted.code, stderr: trusted.stderr }).toEqual({ code: 0, stderr: "" });
  expect(trusted.json).toMatchObject({ messages: 6000, wrongAnswers: 0, errors: 0, settings: { tls: true } });
  expect(distrusted.code).toBe(1);
  expect(distrusted.json.failure?.code).toBe("DEPTH_ZERO_SELF_SIGNED_CERT");
});
