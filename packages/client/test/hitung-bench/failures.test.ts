import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { BINS, Process } from "../../../../testing/processes.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { bench, benchJson } from "./command.js";

const RIGHT = "fa01000000080000000000000017";
const WRONG = "fa01000000080000000000000018";
const REQUEST_SIZE = 29;

/** A server that replies to the n-th message of a connection, from 0, with these bytes. */
function startReplying(reply: (index: number) => string): Promise<number> {
  return startFakeServer((socket) => {
    let size = 0;
    let answered = 0;
    socket.on("data", (chunk) => {
      for (size += chunk.length; (answered + 1) * REQUEST_SIZE <= size; answered++) {
        socket.write(Buffer.from(reply(answered), "hex"));
      }
    });
  });
}

describe("wrong answers", () => {
  test("are counted, the first is told, and the others go on being checked", async () => {
    const port = await startReplying((index) => (index === 3 || index === 8 ? WRONG : RIGHT));
    const { code, stderr, json } = await benchJson([
      "--port",
      port,
      "--connections",
      1,
      "--messages",
      12,
      "--pipeline",
      4,
      "--lang",
      "en",
    ]);
    expect(code).toBe(1);
    expect(json).toMatchObject({ messages: 12, wrongAnswers: 2, errors: 0 });
    expect(json.firstMismatch).toEqual({ came: "COUNTS code-points 24", expected: "COUNTS code-points 23" });
    expect(stderr).toBe(
      "hitung-bench: a wrong answer: COUNTS code-points 24, where COUNTS code-points 23 was expected.\n",
    );
  });

  test("also with other units than those asked for", async () => {
    const port = await startReplying(() => "fa02000000080000000000000017");
    const { json } = await benchJson(["--port", port, "--connections", 1, "--messages", 1]);
    expect(json.firstMismatch?.came).toBe("COUNTS graphemes 23");
  });

  test("an ERROR after which the connection goes on", async () => {
    const port = await startReplying((index) => (index === 1 ? "fb02000000036120621b".slice(0, 18) : RIGHT));
    const { code, json } = await benchJson(["--port", port, "--connections", 1, "--messages", 5]);
    expect(code).toBe(1);
    expect(json).toMatchObject({ messages: 5, wrongAnswers: 0, errors: 1 });
    expect(json.firstMismatch?.came).toBe('ERROR 2 "a b"');
  });

  test.each([
    [["--unit", "bytes"], '"Jumlah karakter dalam kalimat tersebut ada: 9", padahal seharusnya "'],
    [
      ["--lang", "en", "--unit", "code-points"],
      'where "The message has 9 characters" was expected. Give the same --unit',
    ],
  ])("in text mode come with a hint: %j", async (args, told) => {
    const { port } = await startServer();
    const { code, stderr } = await bench([
      "--port",
      port,
      "--mode",
      "text",
      "--messages",
      100,
      "--text-kind",
      "mixed",
      "--size",
      10,
      ...args,
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr).toMatch(/--unit .* --lang/);
  });

  test("what a server says cannot act on the terminal", async () => {
    const port = await startFakeServer((socket) => {
      socket.on("data", () => socket.write("\u001b]0;owned\u0007\n"));
    });
    const { stderr } = await bench(["--port", port, "--mode", "text", "--connections", 1, "--messages", 1]);
    expect(stderr).toContain('"\\x1b]0;owned\\x07"');
    expect(stderr).not.toContain("\u001b");
  });
});

describe("a server that fails", () => {
  test.each([
    ["closes", (socket: Socket) => socket.end(), "EOF", "terputus sebelum semua jawaban"],
    ["resets", (socket: Socket) => socket.resetAndDestroy(), "ECONNRESET", "terputus sebelum semua jawaban"],
    [
      "closes with an ERROR",
      (socket: Socket) => socket.end(Buffer.from("fb13000000046279652e", "hex")),
      "ESERVER",
      'menutup koneksi dengan ERROR 19 "bye."',
    ],
    [
      "speaks something else",
      (socket: Socket) => socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"),
      "EPROTO",
      "pakai --mode text",
    ],
    [
      "replies more often than it was asked",
      (socket: Socket) => socket.write(Buffer.from(RIGHT.repeat(2), "hex")),
      "EUNASKED",
      "mengirim jawaban tanpa ada pesan",
    ],
    [
      "goes on after the last reply",
      (socket: Socket) => socket.write(Buffer.from(`${RIGHT}fa`, "hex")),
      "EUNASKED",
      "mengirim jawaban tanpa ada pesan",
    ],
  ])("%s: it is told, and the exit code is 1", async (_, fail, failure, told) => {
    const port = await startFakeServer((socket) => socket.once("data", () => fail(socket)));
    const { code, stderr, json } = await benchJson(["--port", port, "--connections", 1, "--messages", 3]);
    expect(code).toBe(1);
    expect(json).toMatchObject({ errors: 1, failure: { code: failure } });
    expect(stderr).toMatch(/^hitung-bench: .*\n$/);
    expect(stderr).toContain(told);
    expect(stderr).toContain(`127.0.0.1 port ${port}`);
  });

  test.each([
    ["frames", Buffer.from("fb110000000466756c6c", "hex"), 'ERROR 17 "full"'],
    [
      "text",
      "Galat: server sedang penuh, coba lagi nanti\n",
      '"Galat: server sedang penuh, coba lagi nanti"',
    ],
  ])("refuses at once, in mode %s: what it says is told", async (mode, reply, told) => {
    const port = await startFakeServer((socket) => socket.resume().end(reply));
    const { code, stderr } = await bench(["--port", port, "--connections", 1, "--mode", mode]);
    expect(code).toBe(1);
    expect(stderr).toContain(told);
  });

  test("with right replies right before: they are counted", async () => {
    const port = await startFakeServer((socket) => {
      socket.once("data", () => socket.end(Buffer.from(`${RIGHT}${RIGHT}fb130000000462796521`, "hex")));
    });
    const { json } = await benchJson(["--port", port, "--connections", 1, "--pipeline", 5]);
    expect(json).toMatchObject({ messages: 2, wrongAnswers: 0, errors: 1, failure: { code: "ESERVER" } });
  });

  test("in the middle: what was measured until then is reported", async () => {
    const port = await startFakeServer((socket) => {
      let answered = 0;
      socket.on("data", () => (answered++ < 100 ? socket.write(Buffer.from(RIGHT, "hex")) : socket.end()));
    });
    const { code, json } = await benchJson(["--port", port, "--connections", 2, "--duration", 60]);
    expect(code).toBe(1);
    expect(json.messages).toBeGreaterThanOrEqual(100);
    expect(json.latencyMicroseconds.p50).toBeGreaterThan(0);
  });

  test.each([["--messages"], ["--duration"]])(
    "is silent, with %s: it is not waited for without end",
    async (limit) => {
      const port = await startFakeServer(() => {});
      const { code, stderr, json } = await benchJson([
        "--port",
        port,
        limit,
        1,
        "--timeout",
        limit === "--messages" ? 0.1 : 1.5,
        "--lang",
        "en",
      ]);
      expect(code).toBe(1);
      expect(json.failure?.code).toBe("ETIMEDOUT");
      expect(stderr).toContain("did not come in time");
    },
  );

  test("after the duration is slow, but never silent: its last replies are waited for as long as --timeout", async () => {
    const reply = Buffer.from(`fa0f00000020${"0000000000000017".repeat(4)}`, "hex");
    const port = await startFakeServer((socket) => {
      let sent = 0;
      const timer = setInterval(() => socket.write(reply.subarray(sent, ++sent)), 50);
      socket.on("close", () => clearInterval(timer)).resume();
    });
    const units = "code-points,graphemes,utf16,bytes";
    const { code, json } = await benchJson([
      "--port",
      port,
      "--connections",
      1,
      "--unit",
      units,
      "--duration",
      0.1,
      "--timeout",
      0.5,
    ]);
    expect({ code, messages: json.messages }).toEqual({ code: 1, messages: 0 });
    expect(json.failure?.code).toBe("ETIMEDOUT");
  });

  test("is not there", async () => {
    const port = await freePort();
    const { code, stderr, stdout } = await bench(["--port", port]);
    expect(code).toBe(1);
    expect(stderr).toBe(
      `hitung-bench: tidak ada server di 127.0.0.1 port ${port} (ECONNREFUSED). Jalankan dengan: hitung-server --port ${port}\n`,
    );
    expect(stdout).toContain("pesan          0\n");
    expect(stdout).not.toContain("latensi");
    expect((await benchJson(["--port", port])).json.latencyMicroseconds).toBeNull();
  });

  test("has no such name", async () => {
    const { code, stderr } = await bench(["--host", "no..host", "--messages", 1]);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^hitung-bench: host no\.\.host tidak dikenal \(ENOTFOUND\)\. Periksa --host \(HITUNG_HOST\)\.\n$/,
    );
  });
});

describe("files", () => {
  test("a CA file without a certificate", async () => {
    const { code, stderr } = await bench(["--tls-ca", fileURLToPath(import.meta.url), "--lang", "en"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^hitung-bench: value .* is not valid\. There is no PEM certificate in it\.\n/);
  });

  test("a plot in a folder that is not there is refused before the load", async () => {
    const { code, stdout, stderr } = await bench(["--plot", "/no/such/plot.svg", "--lang", "en"]);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: "",
      stderr: "hitung-bench: cannot write /no/such/plot.svg (ENOENT). Check --plot.\n",
    });
  });

  test("a plot that is a folder is refused before the load", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
    const { code, stdout, stderr } = await bench(["--plot", folder]);
    rmSync(folder, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("(EISDIR). Periksa --plot.");
  });

  test("a plot for which there is no room is refused before the load, and the last one stays", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
    const plot = join(folder, "plot.svg");
    writeFileSync(plot, "the last one");
    // No file may become larger than 8 KiB.
    const limited = 'ulimit -f 8; exec "$@"';
    const command = [process.execPath, BINS["hitung-bench"], "--lang", "en", "--plot", plot];
    const { code, stdout, stderr } = await new Process("bash", ["-c", limited, "bash", ...command]).finish();
    const left = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    rmSync(folder, { recursive: true });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toBe(`hitung-bench: cannot write ${plot} (EFBIG). Check --plot.\n`);
    expect(left).toEqual([["plot.svg", "the last one"]]);
  });

  test("a load that finds no server leaves the last plot as it was", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
    const plot = join(folder, "plot.svg");
    writeFileSync(plot, "the last one");
    expect((await bench(["--port", await freePort(), "--plot", plot])).code).toBe(1);
    const left = readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]);
    rmSync(folder, { recursive: true });
    expect(left).toEqual([["plot.svg", "the last one"]]);
  });

  test("a plot that cannot be written in the end does not lose the table", async () => {
    const { port } = await startServer();
    const { code, stdout, stderr } = await bench(["--port", port, "--messages", 10, "--plot", "/dev/full"]);
    expect(code).toBe(1);
    expect(stdout).toContain("pesan            10\n");
    expect(stderr).toContain("berkas /dev/full tidak dapat ditulis (ENOSPC). Periksa --plot.");
  });
});
