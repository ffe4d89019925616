import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, openSync } from "node:fs";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "@jest/globals";
import { BINS, startProgram, testIf, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort } from "../../../../testing/servers.js";
import { startServer } from "../server.js";

/** A server as beginners write it: one client, one `recv`, one answer, and the end. */
const PYTHON_SERVER = `
import socket
server = socket.socket()
server.bind(("127.0.0.1", 0))
server.listen(1)
print(server.getsockname()[1], flush=True)
connection, address = server.accept()
message = connection.recv(1024).decode()
connection.send(("Jumlah karakter dalam kalimat tersebut ada: " + str(len(message))).encode())
connection.close()
server.close()
`;

test("words in, sentence out", async () => {
  const { port } = await startServer();
  expect(await startProgram("hitung", "--port", port, "Handy", "Arfiano", "Hastyawan").finish()).toEqual({
    code: 0,
    signal: null,
    stdout: `${sentence(23)}\n`,
    stderr: "",
  });
});

test("no server: one line, exit code 1", async () => {
  const { code, stderr } = await startProgram("hitung", "--port", await freePort(), "x").finish();
  expect(code).toBe(1);
  expect(stderr).toMatch(/^hitung: tidak ada server di 127\.0\.0\.1 port \d+ \(ECONNREFUSED\)\..*\n$/);
});

test("a reader that has enough before the end, as `head`, ends it without a word", async () => {
  const { port } = await startServer();
  const hitung = startProgram("hitung", "--port", port).child;
  const [stdout] = (
    await Promise.all([once(hitung.stdout, "data"), hitung.stdin.write("x\n".repeat(1000))])
  )[0];
  hitung.stdout.destroy();
  hitung.stdin.on("error", () => {}).end("x\n".repeat(100_000));
  let errors = "";
  hitung.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(hitung, "close");
  expect(String(stdout)).toContain(sentence(1));
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
});

testWith("python3", "--text understands a Python server that receives once, answers and closes", async () => {
  const server = spawn("python3", ["-c", PYTHON_SERVER]);
  const ended = once(server, "close");
  const [port] = await once(server.stdout, "data");
  const { code, stdout } = await startProgram(
    "hitung",
    ...["--text", "--port", Number(port), "Handy Arfiano Hastyawan"],
  ).finish();
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${sentence(23)}\n` });
  expect((await ended)[0]).toBe(0);
});

describe.each([
  ["id", "keluaran standar tidak dapat ditulisi (ENOSPC)."],
  ["en", "standard output cannot be written to (ENOSPC)."],
])("in %s", (language, message) => {
  // A disk that is always full.
  testIf(existsSync("/dev/full"), "/dev/full", "a full disk behind standard output", async () => {
    const { port } = await startServer();
    const full = openSync("/dev/full", "w");
    const args = [BINS.hitung, "--port", String(port), "--lang", language, "hi"];
    const hitung = spawn(process.execPath, args, { stdio: ["ignore", full, "pipe"] });
    closeSync(full);
    const [errors, [code]] = await Promise.all([text(hitung.stderr as Readable), once(hitung, "close")]);
    expect({ code, errors }).toEqual({ code: 1, errors: `hitung: ${message}\n` });
  });
});

test.each([[[]], [["--file", "-"]]])("a directory as standard input %j", async (mode) => {
  const { port } = await startServer();
  const directory = openSync("/", "r");
  const args = [BINS.hitung, "--port", String(port), ...mode];
  const hitung = spawn(process.execPath, args, { stdio: [directory, "pipe", "pipe"] });
  closeSync(directory);
  const [errors, [code]] = await Promise.all([text(hitung.stderr as Readable), once(hitung, "close")]);
  const subject = mode.length === 0 ? "masukan standar" : "-";
  expect({ code, errors }).toEqual({
    code: 1,
    errors: `hitung: ${subject}: itu folder, bukan berkas (EISDIR)\n`,
  });
});
