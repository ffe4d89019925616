import { connect as connectSocket, type Socket } from "node:net";
import { describe, expect, jest, test } from "@jest/globals";
import { COUNT_SIZE, errorFrame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { sentence } from "../../../../testing/sentences.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { until } from "../../../../testing/until.js";
import { describeError } from "../../src/hitung/problems.js";
import { ConnectionError, connect } from "../../src/index.js";
import { openSocket } from "../../src/library/socket.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

describe("words", () => {
  test.each([
    [["Handy", "Arfiano", "Hastyawan"], 23],
    [["Handy Arfiano Hastyawan"], 23],
    [[""], 0],
    [["--", "--port"], 6],
    [["h\u00e9\u{1f600}\n"], 4],
  ])("%j", async (words, count) => {
    const { port } = await startServer();
    const { code, stdout, stderr } = await command("--port", port, ...words).finish();
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: `${sentence(count)}\n`, stderr: "" });
  });

  test.each([
    [["en"], `${sentence(2)}\n`],
    [["--", "--lang", "en"], `${sentence(9)}\n`],
    [["--lang", "en", "--lang", "id", "x"], `${sentence(1)}\n`],
    [["--lang", "id", "--lang=en", "x"], "The message has 1 character\n"],
  ])("the language is that of the last --lang before the words: %j", async (args, stdout) => {
    const { port } = await startServer();
    expect(await command("--port", port, ...args).finish()).toEqual({ code: 0, stdout, stderr: "" });
  });

  test("--lang en, where the sentence is the client's own", async () => {
    const { port } = await startServer();
    expect((await command("--port", port, "--lang", "en", "x").finish()).stdout).toBe(
      "The message has 1 character\n",
    );
  });
});

describe("--unit", () => {
  test.each([
    ["code-points", 5],
    ["graphemes", 1],
    ["utf16", 8],
    ["bytes", 18],
  ])("%s", async (unit, count) => {
    const { port } = await startServer();
    const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
    expect((await command("--port", port, "--unit", unit, family).finish()).stdout).toBe(
      `${sentence(count)}\n`,
    );
    const { stdout } = await command("--port", port, "--unit", unit).finish(
      `${family}\n${family}${family}\n`,
    );
    expect(stdout).toBe(`${sentence(count)}\n${sentence(2 * count)}\n`);
  });
});

describe("lines of standard input", () => {
  test("each is a message; the answers come in order, without a prompt", async () => {
    const { port } = await startServer();
    const lines = Array.from({ length: 50_000 }, (_, i) => "\u00e9".repeat(i % 60));
    const { code, stdout } = await command("--port", port).finish(lines.join("\r\n"));
    expect(code).toBe(0);
    expect(stdout).toBe(lines.map((line) => `${sentence(line.length)}\n`).join(""));
  });

  test("nothing is no message, and an empty line is one of 0 characters", async () => {
    const { port } = await startServer();
    expect(await command("--port", port).finish("")).toMatchObject({ code: 0, stdout: "" });
    expect(await command("--port", port).finish("\n\n")).toMatchObject({
      stdout: `${sentence(0)}\n`.repeat(2),
    });
  });

  test("an answer comes when its line has come, not when the next does", async () => {
    const { port } = await startServer();
    const cli = command("--port", port);
    cli.stdin.write("first\nsec");
    await cli.printed(sentence(5));
    expect(cli.output).toBe(`${sentence(5)}\n`);
    expect(await cli.finish("ond")).toMatchObject({ code: 0, stdout: `${sentence(5)}\n${sentence(6)}\n` });
  });

  test("a line of 50 MB", async () => {
    const { port } = await startServer();
    expect((await command("--port", port).finish(Buffer.alloc(50_000_000, "x"))).stdout).toBe(
      `${sentence(50_000_000)}\n`,
    );
  });

  test("a line that is not UTF-8 is told with its number; the others are answered; exit code 1", async () => {
    const { port } = await startServer();
    const result = await command("--port", port).finish(Buffer.from("a\nb\xff\nccc\n", "latin1"));
    expect(result).toEqual({
      code: 1,
      stdout: `${sentence(1)}\n${sentence(3)}\n`,
      stderr: "hitung: baris 2: Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n",
    });
  });

  test("a server that is lost ends it at once, though the input goes on", async () => {
    const port = await startFakeServer((socket) => socket.once("data", () => socket.end()));
    const waiting = command("--port", port);
    waiting.stdin.write("a\n");
    expect(await waiting.exitCode).toBe(1);
    expect(waiting.errors).toContain("(EOF)");

    const endless = command("--port", port);
    const block = Buffer.alloc(100_000, "x");
    const write = () => {
      while (endless.stdin.writable && endless.stdin.write(block));
    };
    endless.stdin.on("drain", write);
    write();
    expect(await endless.exitCode).toBe(1);
    expect(endless.errors).toMatch(/terputus sebelum ada jawaban \((EOF|EPIPE|ECONNRESET)\)/);
  });

  test("a server that is lost in between: one line, exit code 1", async () => {
    const port = await startFakeServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const { code, stderr } = await command("--port", port).finish("a\nb\nc\n");
    expect(code).toBe(1);
    expect(stderr).toBe(
      `hitung: koneksi dengan 127.0.0.1 port ${port} terputus sebelum ada jawaban (ECONNRESET). Untuk server yang hanya mengenal teks, pakai --text.\n`,
    );
  });
});

describe("what it cannot do", () => {
  test("a server that answered before is known to understand us: it is waited for, without hints where it is lost", async () => {
    const reply = Buffer.from("fa01000000080000000000000001", "hex");
    let connections = 0;
    const port = await startFakeServer((socket) => {
      if (++connections === 1) socket.once("data", () => socket.end(reply));
      else socket.resetAndDestroy();
    });
    const cli = command("--port", port);
    cli.stdin.write("a\n");
    await cli.printed(sentence(1));
    cli.stdin.write("b\n");
    expect(await cli.exitCode).toBe(1);
    const where = "127\\.0\\.0\\.1 port \\d+ terputus";
    const code = "\\((EOF|EPIPE|ECONNRESET)\\)";
    expect(cli.errors).toMatch(
      new RegExp(
        `^Koneksi dengan ${where}\\. Menunggu server kembali ${code} …\nhitung: koneksi dengan ${where} ${code}\\.\n$`,
      ),
    );
    // Whether the first one was seen to be lost before the line was sent on it.
    expect([10, 11]).toContain(connections);
  });

  test.each([
    ["short lines", 4000, (line: number) => `${line}`],
    ["lines of several chunks", 200, (line: number) => String(line % 10).repeat(30_000)],
  ])(
    "piped %s are all answered, each once and in order, though the server breaks off again and again",
    async (_, count, text) => {
      const server = await startServer();
      let connections = 0;
      const port = await startFakeServer((socket) => {
        connections++;
        const behind = connectSocket({ port: server.port, host: "127.0.0.1" }).on("error", () => {});
        socket.on("close", () => behind.destroy());
        socket.pipe(behind);
        let left = (count / 4) * COUNT_SIZE - 7;
        // In the middle of an answer.
        behind.on("data", (chunk) => {
          socket.write(chunk.subarray(0, left));
          left -= chunk.length;
          if (left <= 0) socket.resetAndDestroy();
        });
      });
      const lines = Array.from({ length: count }, (_each, line) => text(line));
      const { code, stdout, stderr } = await command("--port", port, "--quiet").finish(
        `${lines.join("\n")}\n`,
      );
      expect(stdout).toBe(`${lines.map((line) => line.length).join("\n")}\n`);
      expect(code).toBe(0);
      expect(connections).toBe(5);
      // One word for all of it.
      expect(stderr).toMatch(/^Koneksi dengan .* terputus\. Menunggu server kembali \(ECONNRESET\) …\n$/);
    },
  );

  test.each([
    ["ETIMEDOUT", "reply", "tidak menjawab", "does not answer"],
    ["ETIMEDOUT", "connect", "tidak dapat tersambung", "no connection to"],
    ["EMFILE", "connect", "terlalu banyak", "too many files"],
  ] as const)("%s in the phase %s is not told as an absent server", (code, phase, ...sentences) => {
    const error = new ConnectionError("h", 1, code, undefined, "", phase);
    for (const [at, language] of (["id", "en"] as const).entries()) {
      const problem = describeError(error, language, { host: ["h"], port: 1, text: false });
      expect(problem?.text).toMatch(new RegExp(`${sentences[at]}.*\\(${code}\\)`));
      expect(problem?.text).not.toContain("hitung-server");
    }
  });

  test("a connection that is not made in time, and a reply that does not come in time", async () => {
    const port = await startFakeServer(() => {});
    const address = { host: "127.0.0.1", port };
    const place = { host: [address.host], port, text: false };
    // The TLS handshake is never answered.
    const unmade = await openSocket({ ...address, tls: true }, { connectTimeout: 50 }).catch(
      (error) => error,
    );
    expect(describeError(unmade, "en", place)?.text).toMatch(/^no connection to /);
    await using client = await connect({ ...address, tries: 1, replyTimeout: 50 });
    const silent = await client.count("x").catch((error) => error);
    expect(describeError(silent, "en", place)?.text).toMatch(/^the server on .* does not answer /);
  });

  test.each([[[]], [["--text"]]])(
    "no server there %j: host, port, code, and how to start one",
    async (mode) => {
      const port = await freePort();
      const { code, stdout, stderr } = await command("--port", port, ...mode, "x").finish();
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
      expect(stderr).toBe(
        `hitung: tidak ada server di 127.0.0.1 port ${port} (ECONNREFUSED). Jalankan dengan: hitung-server --port ${port}\n`,
      );
    },
  );

  test("no such host", async () => {
    const { code, stderr } = await command("--host", "no..host", "--lang", "en", "x").finish();
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^hitung: unknown host no\.\.host \(ENOTFOUND\)\. Check --host \(HITUNG_HOST\)\.\n$/,
    );
  });

  test.each([
    [
      "id",
      'server di 127.0.0.1 port PORT tidak memakai protokol hitung: ia berkata "SSH-2.0-OpenSSH_9.2". Untuk server yang hanya mengenal teks, pakai --text.',
    ],
    [
      "en",
      'the server on 127.0.0.1 port PORT does not speak hitung\'s protocol: it says "SSH-2.0-OpenSSH_9.2". For a server that knows only text, use --text.',
    ],
  ])("a server of another protocol, in %s", async (language, message) => {
    const port = await startFakeServer((socket) => socket.end("SSH-2.0-OpenSSH_9.2\r\n"));
    const { code, stderr } = await command("--port", port, "--lang", language, "x").finish();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `hitung: ${message.replace("PORT", String(port))}\n`,
    });
  });

  test.each([
    [1, "pesan bukan UTF-8 yang sah", "the message is not valid UTF-8"],
    [2, "pesan lebih besar dari batas server.", "the message is larger than the server allows."],
    [3, "server tidak mengenal satuan yang diminta.", "the server does not know the unit asked for."],
    [16, "server tidak memahami permintaan.", "the server does not understand the request."],
    [18, "server menutup koneksi karena terlalu lama diam.", "the server closed the connection"],
    [19, "server sedang dimatikan.", "the server is shutting down."],
    [99, "server menolak: galat 99, a\\x1b\\u202eb\n", "the server refuses: error 99, a\\x1b\\u202eb\n"],
  ])("an error of the server, code %i, in both languages", async (errorCode, ...sentences) => {
    const frame = Buffer.from([0xfb, errorCode, 0, 0, 0, 6, 0x61, 0x1b, 0xe2, 0x80, 0xae, 0x62]);
    const port = await startFakeServer((socket) => socket.end(frame));
    for (const [at, language] of ["id", "en"].entries()) {
      const { code, stderr } = await command("--port", port, "--lang", language, "x").finish();
      expect(code).toBe(1);
      expect(stderr.startsWith(`hitung: ${sentences[at]}`)).toBe(true);
      expect(stderr.match(/\n/g)).toHaveLength(1);
    }
  });

  test("an error that ends the connection is told once, not for every line", async () => {
    const port = await startFakeServer((socket) => socket.end(errorFrame(19, "bye")));
    expect(await command("--port", port).finish("a\nb\nc\n")).toEqual({
      code: 1,
      stdout: "",
      stderr: "hitung: server sedang dimatikan. Coba lagi nanti, atau tunggu dengan --wait.\n",
    });
  });

  test.each([
    ["id", "Menunggu", "hitung: server sedang penuh. Coba lagi nanti, atau tunggu dengan --wait."],
    ["en", "Waiting", "hitung: the server is busy. Try again later, or wait for it with --wait."],
  ])("a server that is always full is asked ten times, in %s", async (language, waiting, message) => {
    // No pauses between the tries.
    jest.spyOn(Math, "random").mockReturnValue(0);
    let connections = 0;
    const port = await startFakeServer((socket) => {
      connections++;
      socket.end(errorFrame(17, "busy"));
    });
    const { code, stdout, stderr } = await command("--port", port, "--lang", language, "x").finish();
    expect({ code, stdout, connections }).toEqual({ code: 1, stdout: "", connections: 10 });
    const [note, ...problem] = stderr.split("\n");
    expect(note).toMatch(new RegExp(`^${waiting}.*SERVER_BUSY`));
    expect(problem).toEqual([message, ""]);
  });

  test.each([
    [
      ["--port", "0", "x"],
      "nilai '0' untuk opsi --port <port> tidak sah. Port adalah bilangan bulat dari 1 sampai 65535.",
    ],
    [["--port"], "opsi --port <port> memerlukan nilai"],
    [["--lang", "fr", "x"], "nilai 'fr' untuk opsi --lang <lang> tidak sah. Pilihan: id, en."],
    [
      ["--unit", "words"],
      "nilai 'words' untuk opsi --unit <units> tidak sah. Pilihan: code-points, graphemes, utf16, bytes.",
    ],
    [
      ["--unit", "bytes", "--text", "x"],
      "--text tidak dapat dipakai bersama --unit: dalam mode teks server yang memilih satuan dan kalimatnya, dan akhir baris mengakhiri pesan",
    ],
    [
      ["--lang", "en", "--socket", "/s", "--port", "1", "x"],
      "--socket cannot be used together with --port: the socket takes the place of host and port",
    ],
    [["--json", "--quiet", "x"], "--json tidak dapat dipakai bersama --quiet: pilih salah satu"],
    [["--all", "--unit=bytes", "x"], "--all tidak dapat dipakai bersama --unit: semua satuan sudah termasuk"],
    [
      ["--lang", "en", "x", "--file", "f"],
      "--file cannot be used together with words: words in front of --file are a message; write all files behind it",
    ],
    [["--host", "", "x"], "nilai '' untuk opsi --host <host> tidak sah. Nilainya tidak boleh kosong."],
    [["--lang", "a'b", "x"], "nilai 'a'b' untuk opsi --lang <lang> tidak sah. Pilihan: id, en."],
    [["-x"], "opsi -x tidak dikenal (untuk pesan atau berkas yang berawal dengan -, tulis -- di depannya)"],
    [["--all=x"], "opsi --all=x tidak dikenal. Maksudnya --all?"],
    [["--lang", "en", "--prot", "1", "x"], "unknown option --prot. Did you mean --port?"],
    [
      ["--lang=en", "--bogus"],
      "unknown option --bogus (for a message or a file that starts with -, write -- in front of it)",
    ],
    [
      ["--lang", "en", "--port", "http"],
      "value 'http' for option --port <port> is not valid. A port is a whole number from 1 to 65535.",
    ],
    [["--lang", "en", "--host"], "option --host <host> needs a value"],
  ])("%j is wrong usage", async (args, message) => {
    const { code, stdout, stderr } = await command(...args).finish();
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.split("\n")[0]).toBe(`hitung: ${message}`);
  });
});

describe("help", () => {
  test.each([
    ["id", "Pemakaian: hitung [opsi] [kata...]", "Argumen:", "(bawaan: 127.0.0.1; variabel:"],
    ["en", "Usage: hitung [options] [words...]", "Arguments:", "(default: 127.0.0.1; variable:"],
  ])("in %s", async (language, ...parts) => {
    const { code, stdout } = await command("--lang", language, "--help").finish();
    expect(code).toBe(0);
    // Where a line is broken depends on the longest option.
    for (const part of parts) expect(stdout.replaceAll(/\s+/g, " ")).toContain(part);
  });

  test("-h is --help, as wide as the terminal", async () => {
    const wide = await new Command(["-h"], { isTTY: true, columns: 100 }).finish();
    const narrow = await new Command(["--help"], { isTTY: true, columns: 40 }).finish();
    expect([wide.code, narrow.code]).toEqual([0, 0]);
    expect(wide.stdout.replaceAll(/\s+/g, " ")).toBe(narrow.stdout.replaceAll(/\s+/g, " "));
    expect(wide.stdout).toContain("\nContoh:\n  hitung Handy Arfiano Hastyawan    satu pesan\n");
    expect(narrow.stdout).toContain("\nKode keluar:\n  0    setiap pesan ada jawabannya\n");
  });

  test.each(["--version", "-V"])("%s", async (option) => {
    expect(await command(option).finish()).toEqual({
      code: 0,
      stdout: "1.2.3 (Unicode 17.0.0)\n",
      stderr: "",
    });
  });
});

test.each([
  ["words", ["x"], "", `${sentence(1)}\n`],
  ["lines", [], "a\nbb\n", `${sentence(1)}\n${sentence(2)}\n`],
  ["a file larger than one read", ["--quiet", "--file", "-"], "x".repeat(200_000), "200000\n"],
])("a full server is waited for: %s", async (_what, args, stdin, stdout) => {
  const server = await startServer({ maxConnections: 1 });
  const before = await Peer.connect(server.port);
  before.send("first\n");
  await before.read(`${sentence(5)}\n`.length);
  const cli = command("--port", server.port, "--wait", ...args);
  const finished = cli.finish(stdin);
  await cli.printed("SERVER_BUSY");
  before.halfClose();
  const { code, ...output } = await finished;
  expect({ code, stdout: output.stdout }).toEqual({ code: 0, stdout });
});

test("a server that says nothing to frames: after a while --text is named, once, and the answer is still waited for", async () => {
  const asked: Socket[] = [];
  const port = await startFakeServer((socket) => socket.once("data", () => asked.push(socket)));
  stopTime();
  const cli = command("--port", port, "--lang", "en", "halo");
  await until(() => asked.length === 1);
  await pass(2999);
  expect(cli.errors).toBe("");
  await pass(1);
  await pass(5000);
  expect(cli.errors).toMatch(
    /^hitung: the server on 127\.0\.0\.1 port \d+ has not answered yet\. For a server that knows only text, use --text\.\n$/,
  );
  asked[0]?.write(Buffer.from("fa01000000080000000000000004", "hex"));
  expect(await cli.finish()).toMatchObject({ code: 0, stdout: "The message has 4 characters\n" });
});
