import { expect, test } from "@jest/globals";
import { sentence } from "../../../../testing/sentences.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { until } from "../../../../testing/until.js";
import { TextAsker } from "../../src/hitung/text/asker.js";
import { openSocket } from "../../src/library/socket.js";
import { startServer } from "../server.js";
import { command } from "./command.js";

test("to a server that reads to the end of the stream: the message, its end, and no line end", async () => {
  const messages: string[] = [];
  const port = await startFakeServer((socket) => {
    let message = "";
    socket.on("data", (chunk) => {
      message += chunk;
    });
    socket.on("end", () => {
      messages.push(message);
      socket.end(`panjangnya ${message.length}\r\n`);
    });
  });
  expect(await command("--port", port, "--text", "Handy", "Arfiano").finish()).toEqual({
    code: 0,
    stdout: "panjangnya 13\n",
    stderr: "",
  });
  const { stdout } = await command("--port", port, "--text").finish(`a\n\n${"x".repeat(300_000)}`);
  expect(stdout).toBe("panjangnya 1\npanjangnya 0\npanjangnya 300000\n");
  // A line end was tried once, and counted: then the message was sent again.
  expect(messages.map((message) => message.length)).toEqual([13, 2, 1, 0, 300_000]);
});

test("our server is sent lines, once it is known, also empty ones", async () => {
  const { port } = await startServer();
  expect(await command("--port", port, "--text", "").finish()).toMatchObject({
    code: 0,
    stdout: `${sentence(0)}\n`,
  });
  expect((await command("--port", port, "--text").finish("a\n\nbb\n")).stdout).toBe(
    [1, 0, 2].map((count) => `${sentence(count)}\n`).join(""),
  );
});

test.each([
  ["a\nb", 2],
  ["\u{1f600}\r\n", 2],
  ["\n", 1],
  ["ab\r", 3],
])("%j is no line: refused, where it would be two messages or another one", async (message, position) => {
  const { code, stdout, stderr } = await command("--text", "--lang", "en", message).finish();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.split("\n")[0]).toBe(
    `hitung: in text mode a message is one line, but this one holds the end of a line (character ${position}). Without --text it stays whole; or give each of its lines on standard input`,
  );
});

test("a CR is a character of a line, unless it stands right before the LF", async () => {
  const { port } = await startServer();
  const run = async (...args: string[]) =>
    (await command("--port", port, "--text", ...args).finish("a\r\nb\rc\r\r\n\rd")).stdout;
  expect(await run()).toBe([1, 4, 2].map((count) => `${sentence(count)}\n`).join(""));
  expect(await run("b\rc")).toBe(`${sentence(3)}\n`);
});

test("a first byte that would begin a frame is not sent: no text starts so", async () => {
  const { port } = await startServer();
  const { code, stdout, stderr } = await command("--port", port, "--text").finish(
    Buffer.from("\xffab\nc", "latin1"),
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: `${sentence(1)}\n` });
  expect(stderr).toBe("hitung: baris 1: Galat: pesan bukan UTF-8 yang sah (byte ke-1)\n");
});

test("a server that answers and closes before it has read all", async () => {
  const port = await startFakeServer((socket) => socket.once("data", () => socket.end("cukup\n")));
  const cli = command("--port", port, "--text");
  cli.stdin.write("abc");
  cli.stdin.write("def");
  expect(await cli.finish(`${"x".repeat(300_000)}\n`)).toMatchObject({ code: 0, stdout: "cukup\n" });
});

test("a server that takes a long message slowly: no warning, the right answer", async () => {
  const port = await startFakeServer((socket) => {
    let size = 0;
    socket.on("end", () => socket.end(String(size)));
    socket.on("data", (chunk) => {
      size += chunk.length;
      socket.pause();
      setImmediate(() => socket.resume());
    });
  });
  const warnings: Error[] = [];
  const onWarning = (warning: Error) => warnings.push(warning);
  process.on("warning", onWarning);
  expect((await command("--port", port, "--text").finish(Buffer.alloc(20_000_000, "x"))).stdout).toBe(
    "20000000\n",
  );
  process.off("warning", onWarning);
  expect(warnings).toEqual([]);
});

test("--wait waits for a server of text mode too", async () => {
  const port = await freePort();
  const cli = command("--port", port, "--text", "--wait", "halo");
  await cli.printed("Menunggu server");
  await startServer({ port });
  expect(await cli.finish()).toMatchObject({ code: 0, stdout: `${sentence(4)}\n` });
});

test("our own server answers it", async () => {
  const { port } = await startServer({ language: "en" });
  expect((await command("--port", port, "--text", "h\u00e9").finish()).stdout).toBe(
    "The message has 2 characters\n",
  );
});

test("an answer does not steer the terminal, and keeps its lines", async () => {
  const port = await startFakeServer((socket) =>
    socket.end("a\x1b[2J\x07\x9b\rb \u202e\u2066\u2028\ufeff\r\n\u00e9\x7f\n"),
  );
  expect((await command("--port", port, "--text", "x").finish()).stdout).toBe(
    "a\\x1b[2J\\x07\\x9b\\x0db \\u202e\\u2066\\u2028\\ufeff\n\u00e9\\x7f\n",
  );
});

test("a server that accepts and never answers, or takes nothing, is given up", async () => {
  const port = await startFakeServer((socket) => socket.pause());
  const address = { host: "127.0.0.1", port };
  const asker = new TextAsker(address, {
    open: () => openSocket(address),
    onBusy: () => Promise.resolve(),
    needsCount: false,
    replyTimeout: 50,
  });
  for (const message of [Buffer.from("x"), Buffer.alloc(50_000_000, "x")]) {
    const question = asker.startMessage([]);
    question.write(message);
    await question.drained();
    await expect(question.end()).rejects.toMatchObject({ name: "ConnectionError", code: "ETIMEDOUT" });
  }
});

test.each([
  ["id", "pesan lebih besar dari batas server (3 byte)", "pesan bukan UTF-8 yang sah (byte ke-2)"],
  ["en", "the message is larger than the server allows (3 bytes)", "the message is not valid UTF-8 (byte 2)"],
] as const)("what our own server refuses in %s is no answer", async (language, large, invalid) => {
  const { port } = await startServer({ language, maxMessageSize: 3 });
  const word = language === "id" ? "Galat" : "Error";
  expect(await command("--port", port, "--text", "xxxx").finish()).toEqual({
    code: 1,
    stdout: "",
    stderr: `hitung: ${word}: ${large}\n`,
  });
  const lines = Buffer.from("a\nb\xff\nxxxx\n", "latin1");
  const { code, stdout, stderr } = await command("--port", port, "--text").finish(lines);
  expect({ code, lines: stdout.match(/\n/g)?.length }).toEqual({ code: 1, lines: 1 });
  expect(stderr).toBe(`hitung: baris 2: ${word}: ${invalid}\nhitung: baris 3: ${word}: ${large}\n`);
});

test("a busy server is asked ten times, and told on standard error; with --wait, until it has room", async () => {
  const { port } = await startServer({ maxConnections: 1 });
  const first = await openSocket({ host: "127.0.0.1", port });
  const place = `127.0.0.1 port ${port}`;
  expect(await command("--port", port, "--text", "x").finish()).toEqual({
    code: 1,
    stdout: "",
    stderr: `Menunggu server di ${place} (SERVER_BUSY) …\nhitung: server sedang penuh. Coba lagi nanti, atau tunggu dengan --wait.\n`,
  });
  const patient = command("--port", port, "--text", "--wait", "x");
  await patient.printed("SERVER_BUSY");
  first.destroy();
  expect(await patient.finish()).toMatchObject({ code: 0, stdout: `${sentence(1)}\n` });
});

test("one connection at a time, in the order of the lines", async () => {
  let [open, most] = [0, 0];
  const port = await startFakeServer((socket) => {
    most = Math.max(most, ++open);
    socket.on("close", () => open--);
    socket.once("data", (message) => socket.end(`${message.length}: ${message}`));
  });
  const lines = Array.from({ length: 160 }, (_, at) => `${at}\n`);
  const { code, stdout } = await command("--port", port, "--text").finish(lines.join(""));
  const answers = lines.map((line) => `${line.length - 1}: ${line}`).join("");
  expect({ code, stdout }).toEqual({ code: 0, stdout: answers });
  // This process may see the end of one after the beginning of the next.
  expect(most).toBeLessThanOrEqual(2);
});

test("a server that closes or resets without an answer", async () => {
  const closing = await startFakeServer((socket) =>
    socket.on("data", () => {}).on("end", () => socket.end()),
  );
  const { code, stderr } = await command("--port", closing, "--text", "--lang", "en", "x").finish();
  expect(code).toBe(1);
  expect(stderr).toBe(
    `hitung: the connection to 127.0.0.1 port ${closing} was lost before an answer came (EOF).\n`,
  );
  const resetting = await startFakeServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const piped = await command("--port", resetting, "--text").finish(Buffer.alloc(20_000_000, "x"));
  expect(piped.code).toBe(1);
  expect(piped.stderr).toMatch(/terputus sebelum ada jawaban \((ECONNRESET|EPIPE)\)/);
});

test.each([
  ["id", "jawaban server tidak berakhir"],
  ["en", "the server's answer does not end"],
])("an answer without end is cut off, and is an error in %s", async (language, text) => {
  const port = await startFakeServer((socket) => {
    const write = () => {
      while (socket.writable && socket.write("x".repeat(10_000)));
    };
    socket.on("data", () => {}).on("drain", write);
    write();
  });
  const { code, stdout, stderr } = await command("--port", port, "--text", "--lang", language, "x").finish();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.startsWith(`hitung: ${text}`)).toBe(true);
  expect(stderr.length).toBeLessThan(200);
});

test("the answer that came before a reset is shown, each time; and that the server had not read all", async () => {
  for (let round = 0; round < 32; round++) {
    const port = await startFakeServer((socket) =>
      socket.once("readable", () => {
        socket.read(1);
        socket.write("23\n", () => socket.resetAndDestroy());
      }),
    );
    const { code, stdout, stderr } = await command(
      "--port",
      port,
      "--text",
      "--lang",
      "en",
      "x".repeat(40_000),
    ).finish();
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "23\n",
      stderr:
        "hitung: the server broke the connection before it had read all (ECONNRESET): its answer may be for a part of the message.\n",
    });
  }
});

test("our server ends while lines go to it: those before are answered, and that it has ended is told", async () => {
  const server = await startServer();
  const cli = command("--port", server.port, "--text", "-q");
  cli.stdin.write("a\nbb\nccc\n");
  await cli.printed("3\n");
  await server.close();
  const { code, stdout, stderr } = await cli.finish("dddd\n");
  expect({ code, stdout }).toEqual({ code: 1, stdout: "1\n2\n3\n" });
  expect(stderr).toMatch(/^hitung: server di 127\.0\.0\.1 port \d+ sudah berhenti \(ECONNREFUSED\)\. .*\n$/);
});

test("our server is asked on one connection, and told apart again after it was idle", async () => {
  const server = await startServer({ idleTimeout: 500 });
  let ended = 0;
  server.on("disconnect", () => ended++);
  const cli = command("--port", server.port, "--text", "-q");
  cli.stdin.write(`a\n${"bb\n".repeat(5000)}`);
  await cli.printed(`1\n${"2\n".repeat(5000)}`);
  await until(() => ended === 1);
  expect(await cli.finish("ccc\ndddd\n")).toMatchObject({
    code: 0,
    stdout: `1\n${"2\n".repeat(5000)}3\n4\n`,
  });
  await until(() => ended === 2);
  expect(server.statistics.open).toBe(0);
});
