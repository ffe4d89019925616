import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { Process } from "../../../../testing/processes.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";

const LIBRARY = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

/** Runs a module that has `connect` and `port`, and gives what it printed when it has ended by itself. */
function run(port: number, code: string) {
  const start = `import { connect } from ${JSON.stringify(LIBRARY)}; const port = ${port};`;
  return new Process(process.execPath, ["--input-type=module", "-e", `${start}${code}`]).finish();
}

test.each([
  [
    "after close",
    "const client = await connect({ port }); console.log(await client.count('abc')); await client.close();",
  ],
  ["with an idle client", "const client = await connect({ port }); console.log(await client.count('abc'));"],
  ["with a client that was never used", "await connect({ port }); console.log(3);"],
  [
    "after calls with time limits",
    "console.log(await (await connect({ port })).count('abc', { timeout: 1e6, signal: new AbortController().signal }));",
  ],
])("a process ends by itself %s", async (_what, code) => {
  const { port } = await startServer();
  expect(await run(port, code)).toEqual({ code: 0, signal: null, stdout: "3\n", stderr: "" });
});

test("a process that waits for an answer lives, and ends once it closes", async () => {
  const port = await startFakeServer((socket) => {
    socket.once("data", () =>
      setTimeout(() => socket.write(Buffer.from("fa01000000080000000000000003", "hex")), 50),
    );
  });
  const code = `const client = await connect({ port }); console.log(await client.count('abc'));
    client.count('def').catch((error) => console.log(error.code)); await client.close();`;
  expect(await run(port, code)).toEqual({ code: 0, signal: null, stdout: "3\nECANCELED\n", stderr: "" });
});

test("a connection that fails at once, in the callback of a timer, is a ConnectionError", async () => {
  // No descriptor is left for the socket, so that the system refuses it before the next turn of the event loop.
  const code = `import { openSync } from "node:fs"; import { connect } from ${JSON.stringify(LIBRARY)};
    try { for (;;) openSync("/dev/null"); } catch {}
    setTimeout(() => connect({ port: 9 }).catch(({ name, code, phase }) => console.log(name, code, phase)));`;
  const node = [process.execPath, "--input-type=module", "-e", code];
  const ended = await new Process("bash", ["-c", 'ulimit -n 64; exec "$@"', "bash", ...node]).finish();
  expect(ended).toEqual({ code: 0, signal: null, stdout: "ConnectionError EMFILE connect\n", stderr: "" });
});
