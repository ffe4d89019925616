import { spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "@jest/globals";
import { BINS, Process, startProgram, testIf, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort } from "../../../../testing/servers.js";
import { readArguments } from "../../src/command-line/argument-bytes.js";
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

test("a reader that has enough after a line without an answer: the exit code tells of that line", async () => {
  const { port } = await startServer();
  const hitung = startProgram("hitung", "--port", port).child;
  hitung.stdin.on("error", () => {}).write(Buffer.from("ff0a780a", "hex"));
  await once(hitung.stdout, "data");
  hitung.stdout.destroy();
  hitung.stdin.end("x\n".repeat(100_000));
  expect((await once(hitung, "close"))[0]).toBe(1);
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

describe("arguments that are not UTF-8", () => {
  const folder = mkdtempSync(join(tmpdir(), "hitung-bytes-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** Runs a program with arguments as a shell takes them: `printf` makes any byte. */
  async function run(program: "hitung" | "hitung-bench", args: string) {
    const { port } = await startServer();
    const line = `exec "$0" --no-warnings "$1" --port ${port} --lang en ${args.replaceAll("DIR", folder)}`;
    return await new Process("sh", ["-c", line, process.execPath, BINS[program]]).finish();
  }
  const linuxTest = (name: string, check: () => Promise<void>) =>
    testIf(existsSync("/proc/self/cmdline"), "/proc/self/cmdline", name, check);

  linuxTest("a file is found by its bytes, and a word is counted or refused by them", async () => {
    // Windows-1252, a character of UTF-8 that is cut, and U+FFFD itself.
    const name = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from("f\xe9 \xe2\x82\xff", "latin1")]);
    writeFileSync(name, "a\u00e9\n");
    const file = `--file "DIR/$(printf 'f\\351 \\342\\202\\377')"`;
    expect(await run("hitung", `--json ${file} ${file}`)).toMatchObject({
      code: 0,
      stdout: `{"file":"${folder}/f\\udce9 \\udce2\\udc82\\udcff","codePoints":3}\n`.repeat(2),
    });
    expect(await run("hitung", `"" x "$(printf 'caf\\351')"`)).toMatchObject({
      code: 1,
      stderr: "hitung: Error: the message is not valid UTF-8 (byte 7)\n",
    });
    expect(await run("hitung", `-- -- "$(printf 'caf\\351')" --encoding`)).toMatchObject({ code: 1 });
    expect(await run("hitung", `--encoding latin1 --quiet "$(printf 'caf\\351')"`)).toMatchObject({
      stdout: "4\n",
    });
    expect(await run("hitung", `--lossy --quiet "$(printf 'caf\\351')" z`)).toMatchObject({ stdout: "6\n" });
    expect(await run("hitung", `--quiet --unit bytes "$(printf '\\357\\277\\275')"`)).toMatchObject({
      code: 0,
      stdout: "3\n",
    });
  });

  linuxTest("the same holds for other files, and what can only be UTF-8 says so", async () => {
    expect(await run("hitung", `--tls-ca "DIR/$(printf '\\377')" x`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("The file cannot be read (ENOENT)."),
    });
    expect(await run("hitung", `--socket "DIR/$(printf '\\377')" x`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("It must be UTF-8."),
    });
    expect(await run("hitung-bench", `--messages 10 --plot "DIR/$(printf 'p\\377.svg')"`)).toMatchObject({
      code: 0,
    });
    const plot = readFileSync(
      Buffer.concat([Buffer.from(`${folder}/p`), Buffer.of(0xff), Buffer.from(".svg")]),
    );
    expect(String(plot)).toContain("<svg");
  });

  linuxTest("a title in the place of the arguments is not taken for them", async () => {
    const line = `exec "$0" --title=$1 "$2" --lang en "$(printf '\\351')"`;
    // Shorter and longer than the arguments: the system then ends it in another way.
    for (const title of ["t", "title".repeat(100)]) {
      const { code, stderr } = await new Process("sh", [
        "-c",
        line,
        process.execPath,
        title,
        BINS.hitung,
      ]).finish();
      expect(code).toBe(2);
      expect(stderr).toContain("an argument is not UTF-8, or holds U+FFFD");
    }
  });

  test("where nobody tells the bytes, U+FFFD is not taken for what was meant", () => {
    // This process has other arguments, so that its own tell nothing about these.
    expect(readArguments(["a", "b\ufffd"])).toBeUndefined();
    expect(readArguments(["a", "b"])).toEqual(["a", "b"]);
  });
});
