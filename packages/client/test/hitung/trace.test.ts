import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough, Readable, Writable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import { describe, expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { countFrame, errorFrame } from "../../../../testing/frames.js";
import { BINS, startProgram, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { Terminal } from "../../../../testing/terminal.js";
import { run } from "../../src/hitung/run.js";
import { startServer } from "../server.js";
import { Command } from "./command.js";

const folder = temporaryFolder();

/** The lines of "halo" and its count, in English. */
const HALO = [
  "> F9                                  ; kind: MESSAGE",
  "> 01                                  ; units: codePoints",
  "> 00 00 00 04                         ; length: 4 bytes",
  '> 68 61 6C 6F                         ; "halo"',
  "< FA                                  ; kind: COUNTS",
  "< 01                                  ; units: codePoints",
  "< 00 00 00 08                         ; length: 8 bytes",
  "< 00 00 00 00 00 00 00 04             ; the count, codePoints: 4",
];

/** Runs the real program with `--trace`, and gives standard error line by line. */
async function trace(args: readonly (string | number)[], stdin: string | Uint8Array = "") {
  const { stderr, ...rest } = await startProgram("hitung", "--trace", ...args).finish(stdin);
  expect(stderr.endsWith("\n")).toBe(true);
  return { ...rest, lines: stderr.trimEnd().split("\n") };
}

describe("frames", () => {
  test("a message, in English", async () => {
    const { port } = await startServer();
    expect(await trace(["--port", port, "--lang", "en", "halo"])).toEqual({
      code: 0,
      signal: null,
      stdout: "The message has 4 characters\n",
      lines: [`; Connected to 127.0.0.1 port ${port}.`, ...HALO],
    });
  });

  test("lines of standard input, in Indonesian, beside answers for programs", async () => {
    const { port } = await startServer();
    expect(await trace(["--port", port, "--json", "--unit", "bytes"], "\u00e9\n\n")).toEqual({
      code: 0,
      signal: null,
      stdout: '{"bytes":2}\n{"bytes":0}\n',
      lines: [
        `; Tersambung dengan 127.0.0.1 port ${port}.`,
        "> F9                                  ; jenis: MESSAGE",
        "> 08                                  ; satuan: bytes",
        "> 00 00 00 02                         ; panjang: 2 byte",
        '> C3 A9                               ; "\u00e9"',
        "> F9                                  ; jenis: MESSAGE",
        "> 08                                  ; satuan: bytes",
        "> 00 00 00 00                         ; panjang: 0 byte",
        "< FA                                  ; jenis: COUNTS",
        "< 08                                  ; satuan: bytes",
        "< 00 00 00 08                         ; panjang: 8 byte",
        "< 00 00 00 00 00 00 00 02             ; hasil, bytes: 2",
        "< FA                                  ; jenis: COUNTS",
        "< 08                                  ; satuan: bytes",
        "< 00 00 00 08                         ; panjang: 8 byte",
        "< 00 00 00 00 00 00 00 00             ; hasil, bytes: 0",
      ],
    });
  });

  test("a file, which is behind the empty message that finds out whether there is a server", async () => {
    const { port } = await startServer();
    const file = join(folder, "bad.txt");
    writeFileSync(file, Buffer.of(0x61, 0xf0, 0x9f));
    const { code, lines } = await trace(["--port", port, "--lang", "en", "--file", file]);
    expect(code).toBe(1);
    expect(lines).toEqual([
      `; Connected to 127.0.0.1 port ${port}.`,
      "> F9                                  ; kind: MESSAGE",
      "> 01                                  ; units: codePoints",
      "> 00 00 00 00                         ; length: 0 bytes",
      "< FA                                  ; kind: COUNTS",
      "< 01                                  ; units: codePoints",
      "< 00 00 00 08                         ; length: 8 bytes",
      "< 00 00 00 00 00 00 00 00             ; the count, codePoints: 0",
      "> F8                                  ; kind: PART",
      "> 01                                  ; units: codePoints",
      "> 00 00 00 03                         ; length: 3 bytes",
      '> 61 F0 9F                            ; "a\\xf0\\x9f"',
      "> F9                                  ; kind: MESSAGE",
      "> 01                                  ; units: codePoints",
      "> 00 00 00 00                         ; length: 0 bytes",
      "< FB                                  ; kind: ERROR",
      "< 01                                  ; error code: 1 INVALID_UTF8",
      "< 00 00 00 1F                         ; length: 31 bytes",
      '< 6F 66 66 73 65 74 20 31 3A 20 6E 6F ; "offset 1: no"',
      '< 74 20 77 65 6C 6C 2D 66 6F 72 6D 65 ; "t well-forme"',
      '< 64 20 55 54 46 2D 38                ; "d UTF-8"',
      `hitung: ${file}: Error: the message is not valid UTF-8 (byte 2): line 1, column 2`,
    ]);
  });

  test("a new connection is named, and its fields begin anew", async () => {
    let connections = 0;
    const port = await startFakeServer((socket) => {
      const isFirst = ++connections === 1;
      socket.once("data", () => {
        if (isFirst) socket.end(countFrame(4).subarray(0, 9));
        else socket.end(countFrame(4));
      });
    });
    const { code, lines } = await trace(["--port", port, "--lang", "en"], "halo\n");
    expect(code).toBe(0);
    expect(lines).toEqual([
      `; Connected to 127.0.0.1 port ${port}.`,
      ...HALO.slice(0, 7),
      "< 00 00 00                            ; the count, codePoints (bytes 1 to 3 of 8)",
      `; Connected to 127.0.0.1 port ${port}.`,
      ...HALO,
    ]);
  });

  test("over a Unix socket", async () => {
    const path = join(folder, "socket");
    await startServer({ path });
    const { lines } = await trace(["--socket", path, "--lang", "en", "halo"]);
    expect(lines).toEqual([`; Connected to Unix socket ${path}.`, ...HALO]);
  });

  testWith(
    "openssl",
    "over TLS the bytes of the protocol are shown, and not those that are encrypted",
    async () => {
      const tls = new Certificate(folder, "server");
      const { port } = await startServer({ tls });
      const { lines } = await trace(["--port", port, "--tls-ca", tls.certFile, "--lang", "en", "halo"]);
      expect(lines).toEqual([`; Connected to 127.0.0.1 port ${port}.`, ...HALO]);
    },
  );
});

describe("text mode", () => {
  test("a message to our server", async () => {
    const { port } = await startServer();
    expect(await trace(["--port", port, "--lang", "en", "--text", "halo"])).toEqual({
      code: 0,
      signal: null,
      stdout: `${sentence(4)}\n`,
      lines: [
        `; Connected to 127.0.0.1 port ${port}.`,
        '> 68 61 6C 6F                         ; "halo"',
        '< 4A 75 6D 6C 61 68 20 6B 61 72 61 6B ; "Jumlah karak"',
        '< 74 65 72 20 64 61 6C 61 6D 20 6B 61 ; "ter dalam ka"',
        '< 6C 69 6D 61 74 20 74 65 72 73 65 62 ; "limat terseb"',
        '< 75 74 20 61 64 61 3A 20 34          ; "ut ada: 4"',
      ],
    });
  });

  test("a server that closes after each answer, and says what a terminal should not do", async () => {
    const port = await startFakeServer((socket) => {
      socket.once("data", (message) => socket.end(`\x1b[31m${message.length}\u009b`));
    });
    expect(await trace(["--port", port, "--lang", "en", "--text", "--quiet"], "a\nbb\n")).toEqual({
      code: 0,
      signal: null,
      stdout: "1\n2\n",
      lines: [
        `; Connected to 127.0.0.1 port ${port}.`,
        '> 61                                  ; "a"',
        '< 1B 5B 33 31 6D 31 C2 9B             ; "\\u001b[31m1\\x9b"',
        `; Connected to 127.0.0.1 port ${port}.`,
        '> 62 62                               ; "bb"',
        '< 1B 5B 33 31 6D 32 C2 9B             ; "\\u001b[31m2\\x9b"',
      ],
    });
  });

  test("an answer of four bytes is no frame, though it begins as one", async () => {
    const port = await startFakeServer((socket) => {
      socket.once("data", () => socket.end(Buffer.of(0xfa, 0, 0, 0)));
    });
    const { lines } = await trace(["--port", port, "--text", "x".repeat(250)]);
    expect(lines.slice(2)).toEqual([
      '> 78 78 78 78 78 78 78 78 78 78 78 78 ; "xxxxxxxxxxxx"',
      "> …                                   ; 214 byte tidak ditampilkan",
      '> 78 78 78 78 78 78 78 78 78 78 78 78 ; "xxxxxxxxxxxx"',
      '< FA 00 00 00                         ; "\\xfa\\u0000\\u0000\\u0000"',
    ]);
  });
});

describe("long messages", () => {
  const SIZE = 4 * 1024 * 1024;
  const X = '> 78 78 78 78 78 78 78 78 78 78 78 78 ; "xxxxxxxxxxxx"';

  test("of each frame of a file only the beginning and the end are shown", async () => {
    const { port } = await startServer();
    const file = join(folder, "big.txt");
    writeFileSync(file, Buffer.alloc(SIZE, "x"));
    const { code, stdout, lines } = await trace(["--port", port, "--lang", "en", "--quiet", "--file", file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${SIZE}\n` });
    const part = [
      "> F8                                  ; kind: PART",
      "> 01                                  ; units: codePoints",
      "> 00 08 00 00                         ; length: 524288 bytes",
      X,
      X,
      "> …                                   ; 524252 bytes left out",
      X,
    ];
    expect(lines.slice(8)).toEqual([
      ...Array(8).fill(part).flat(),
      "> F9                                  ; kind: MESSAGE",
      "> 01                                  ; units: codePoints",
      "> 00 00 00 00                         ; length: 0 bytes",
      "< FA                                  ; kind: COUNTS",
      "< 01                                  ; units: codePoints",
      "< 00 00 00 08                         ; length: 8 bytes",
      "< 00 00 00 00 00 40 00 00             ; the count, codePoints: 4194304",
    ]);
  });

  test.each([[[]], [["--file", "-"]], [["--text"]]])("from a pipe, with %j", async (mode) => {
    const { port } = await startServer();
    const args = ["--port", port, "--lang", "en", "--quiet", ...mode];
    const { code, stdout, lines } = await trace(args, Buffer.alloc(SIZE, "x"));
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${SIZE}\n` });
    // In which pieces the pipe gives it is not known. Of each at most three lines are shown, and four tell of it.
    const leftOut = lines.flatMap((line) => /(?<=; )\d+(?= bytes left out)/.exec(line) ?? []).map(Number);
    const shown = lines.filter((line) => line === X).length;
    expect(leftOut.reduce((sum, size) => sum + size, 12 * shown)).toBeGreaterThan(SIZE - 10_000);
    expect(lines.length).toBeLessThan(7 * leftOut.length + 100);
  });

  test.each([[[]], [["--file", "-"]]])(
    "no more is read while nobody takes what is shown, with %j",
    async (mode) => {
      const { port } = await startServer();
      let taken = 0;
      const stdin = Readable.from(
        (function* () {
          for (; taken < 20; taken++) yield Buffer.from("halo\n".repeat(100));
        })(),
        { objectMode: false, highWaterMark: 1 },
      );
      const held: (() => void)[] = [];
      let isHeld = true;
      let shown = "";
      const stderr = new Writable({
        highWaterMark: 1,
        write(chunk, _encoding, done) {
          shown += chunk;
          if (isHeld) held.push(done);
          else done();
        },
      });
      const stdout = new PassThrough().resume();
      const io = { stdin, stdout, stderr, env: {}, version: "", program: "" };
      const exitCode = run(["--port", String(port), "--trace", "--quiet", ...mode], io);
      for (let turn = 0; turn < 200; turn++) await setImmediate();
      // A piece, and the one that is read ahead of it.
      expect(taken).toBeLessThanOrEqual(2);
      isHeld = false;
      for (const done of held) done();
      expect(await exitCode).toBe(0);
      expect(taken).toBe(20);
      expect(shown).toContain("; jenis: COUNTS\n");
    },
  );

  test("whoever reads standard error may have enough of it", async () => {
    const { port } = await startServer();
    const hitung = startProgram("hitung", "--trace", "--quiet", "--port", port);
    hitung.child.stderr.destroy();
    const { code, stdout } = await hitung.finish("halo\n".repeat(50_000));
    expect(code).toBe(0);
    expect(stdout).toBe("4\n".repeat(50_000));
  });
});

describe("on a terminal", () => {
  testWith(
    "python3",
    "what the server says meanwhile stands above the prompt and what is being typed",
    async () => {
      let say = (_bytes: Uint8Array) => {};
      const port = await startFakeServer((socket) => {
        say = (bytes) => socket.write(bytes);
        socket.on("data", () => socket.write(countFrame(4)));
      });
      const args = ["--port", String(port), "--lang", "en", "--trace"];
      const terminal = new Terminal([process.execPath, BINS.hitung, ...args], { XDG_STATE_HOME: folder });
      await terminal.printed("Enter characters: ");
      await terminal.type("halo\r", "4 characters\r\n");
      await terminal.printed("Enter characters: ", terminal.output.indexOf("4 characters"));
      await terminal.type("dun", "dun");
      say(errorFrame(18, "idle"));
      await terminal.printed('"idle"');
      await terminal.printed("Enter characters: dun", terminal.output.indexOf('"idle"'));
      // Of the controls only K, which erases the line, stays.
      const [start, ...rest] = terminal.output.replaceAll(/\r+\n/g, "\n").split("\x1b[");
      const shown = start + rest.map((part) => part.replace(/^[\d;?]*[A-JL-Za-z]/, "")).join("");
      expect(shown).toBe(
        [
          `; Connected to 127.0.0.1 port ${port}.`,
          "Enter characters: halo",
          ...HALO,
          "The message has 4 characters",
          "Enter characters: dun\rK< FB                                  ; kind: ERROR",
          "< 12                                  ; error code: 18 IDLE",
          "< 00 00 00 04                         ; length: 4 bytes",
          '< 69 64 6C 65                         ; "idle"',
          "Enter characters: dun",
        ].join("\n"),
      );
      terminal.press("\x03");
      terminal.press("\x04");
      expect(await terminal.exitCode).toBe(0);
    },
  );

  test("the language of a conversation is that of what is shown", async () => {
    const { port } = await startServer();
    const cli = new Command(["--port", String(port), "--trace"], { isTTY: true });
    await cli.printed("Masukkan karakter : ");
    cli.stdin.write(":lang en\r");
    await cli.printed("Enter characters: ");
    cli.stdin.write("halo\r");
    await cli.printed("The message has 4 characters\n");
    expect(cli.errors).toBe(`; Tersambung dengan 127.0.0.1 port ${port}.\n${HALO.join("\n")}\n`);
    cli.stdin.write("\x04");
    expect(await cli.exitCode).toBe(0);
  });

  test("the progress of a file gives way", async () => {
    const { port } = await startServer();
    const file = join(folder, "short.txt");
    writeFileSync(file, "halo");
    const args = ["--port", String(port), "--lang", "en", "--trace", "--file", file];
    const cli = new Command(args, { isTTY: true });
    expect(await cli.exitCode).toBe(0);
    expect(cli.errors).toContain("\r\x1b[K> F8                                  ; kind: PART\n");
  });
});
