import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect } from "@jest/globals";
import { BINS, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort } from "../../../../testing/servers.js";
import { Terminal } from "../../../../testing/terminal.js";
import { startServer } from "../server.js";

const PROMPT = "Masukkan karakter : ";
const UP = "\x1b[A";

const state = mkdtempSync(join(tmpdir(), "hitung-terminal-"));
afterAll(() => rmSync(state, { recursive: true }));

/** The real `hitung` on a real terminal. */
function startOnTerminal(args: readonly string[], env: NodeJS.ProcessEnv = {}): Terminal {
  return new Terminal([process.execPath, BINS.hitung, ...args], { XDG_STATE_HOME: state, ...env });
}

testWith("python3", "a conversation, pasted lines, and the history in the next one", async () => {
  const { port } = await startServer();
  const first = startOnTerminal(["--port", String(port)]);
  await first.printed(PROMPT);
  await first.type("Handy Arfiano Hastyawan\r", `${sentence(23)}\r\n`);
  await first.type("a\rbb\rccc\r", sentence(3));
  const counts = Array.from(first.output.matchAll(/tersebut ada: (\d+)/g), ([, count]) => count);
  expect(counts).toEqual(["23", "1", "2", "3"]);
  await first.type(":un\t", ":unit ");
  await first.type("by", "by");
  await first.type("\t", "tes");
  await first.type("\r", "Satuan: bytes.");
  first.press("\x04");
  expect(await first.exitCode).toBe(0);

  const second = startOnTerminal(["--port", String(port)]);
  await second.printed(PROMPT);
  await second.type(`${UP}${UP}`, "ccc");
  await second.type("d\r", sentence(4));
  second.press("\x03");
  expect(await second.exitCode).toBe(130);
});

testWith("python3", "Ctrl-Z stops it, and after fg the line goes on where it was", async () => {
  const { port } = await startServer();
  // A shell with job control, which has no line editor of its own.
  const shell = new Terminal(["bash", "--norc", "--noediting", "-i"], {
    HITUNG_PORT: String(port),
    COMMAND: `'${process.execPath}' '${BINS.hitung}'`,
    XDG_STATE_HOME: state,
  });
  await shell.type('eval "$COMMAND"\r', PROMPT);
  await shell.type("abc", "abc");
  await shell.type("\x1a", "Stopped");
  await shell.type("fg\r", `${PROMPT}`);
  await shell.type("de\r", sentence(5));
  await shell.type("\x1a", "Stopped");
  await shell.type("fg\r", `${PROMPT}`);
  await shell.type("abcdefg\r", sentence(7));
  await shell.type("\x04", "bash-");
  await shell.type("exit $((40 + $?))\r", "exit");
  expect(await shell.exitCode).toBe(40);
});

testWith("python3", "it says when the server is lost and when it is back, and answers the line", async () => {
  const server = await startServer();
  const terminal = startOnTerminal(["--port", String(server.port)]);
  await terminal.printed(PROMPT);
  await server.close();
  await terminal.type("abc\r", `Koneksi dengan 127.0.0.1 port ${server.port} terputus.`);
  await startServer({ port: server.port });
  await terminal.printed(`Tersambung dengan 127.0.0.1 port ${server.port}.`);
  await terminal.printed(sentence(3));
  terminal.press("\x04");
  expect(await terminal.exitCode).toBe(0);
});

testWith("python3", "colours on a terminal, and none with NO_COLOR", async () => {
  const args = ["--port", String(await freePort()), "x"];
  const coloured = startOnTerminal(args);
  expect(await coloured.exitCode).toBe(1);
  expect(coloured.output).toContain("\x1b[31mhitung:\x1b[39m tidak ada server");
  const plain = startOnTerminal(args, { NO_COLOR: "1" });
  expect(await plain.exitCode).toBe(1);
  expect(plain.output.startsWith("hitung: tidak ada server")).toBe(true);
});
