import { describe, expect, test } from "@jest/globals";
import { sentence } from "../../../../testing/sentences.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

/** A family of three and an é of two code points: 7 code points, 2 clusters, 10 UTF-16 code units, 21 bytes. */
const TEXT = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}e\u0301";

describe("one message", () => {
  test.each([
    [
      ["--all"],
      [
        "code-points   7  len Python, char_length PostgreSQL",
        "graphemes     2  orang yang membaca layar",
        "utf16        10  .length JavaScript, Java, C#",
        "bytes        21  cakram dan kabel, dalam UTF-8",
      ],
    ],
    [
      ["--all", "--lang", "en"],
      [
        "code-points   7  Python len, PostgreSQL char_length",
        "graphemes     2  a person who reads the screen",
        "utf16        10  JavaScript, Java, C# .length",
        "bytes        21  disks and wires, in UTF-8",
      ],
    ],
    [["--quiet"], ["7"]],
    [["--quiet", "--unit", "bytes"], ["21"]],
    [["--quiet", "--all"], ["7 2 10 21"]],
    [["--json"], ['{"codePoints":7}']],
    [["--json", "--unit", "graphemes"], ['{"graphemes":2}']],
    [["--json", "--all"], ['{"codePoints":7,"graphemes":2,"utf16":10,"bytes":21}']],
    [["-qa"], ["7 2 10 21"]],
    [["-qubytes"], ["21"]],
    [["-q", "--unit", "bytes,graphemes", "-uutf16,bytes"], ["2 10 21"]],
    [["-jugraphemes", "-u", "bytes"], ['{"graphemes":2,"bytes":21}']],
    [
      ["--unit", "graphemes,bytes"],
      ["graphemes   2  orang yang membaca layar", "bytes      21  cakram dan kabel, dalam UTF-8"],
    ],
  ])("%j", async (args, lines) => {
    const { port } = await startServer();
    expect(await command("--port", port, ...args, TEXT).finish()).toEqual({
      code: 0,
      stdout: `${lines.join("\n")}\n`,
      stderr: "",
    });
  });

  test("an error in JSON stands where the answer would", async () => {
    const { port } = await startServer();
    const { code, stdout, stderr } = await command("--port", port, "--json", "--lang", "en").finish(
      Buffer.from("a\nb\xff\nccc", "latin1"),
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      '{"codePoints":1}',
      '{"error":"INVALID_UTF8","byteOffset":1,"message":"Error: the message is not valid UTF-8 (byte 2)"}',
      '{"codePoints":3}',
      "",
    ]);
  });

  test("tables of several lines are set apart", async () => {
    const { port } = await startServer();
    const { stdout } = await command("--port", port, "--all").finish("a\nbb\n");
    const tables = stdout.split("\n\n");
    expect(tables.map((table) => table.match(/\d+(?= {2}\S)/g))).toEqual([
      ["1", "1", "1", "1"],
      ["2", "2", "2", "2"],
    ]);
  });
});

describe("variables", () => {
  const runWith = (env: Record<string, string>, ...args: (string | number)[]) =>
    new Command(args.map(String), { env }).finish();

  test("they stand for options that are not given", async () => {
    const { port } = await startServer();
    const env = {
      HITUNG_PORT: String(port),
      HITUNG_HOST: "127.0.0.1",
      HITUNG_LANG: "en",
      HITUNG_UNIT: "bytes",
    };
    expect((await runWith(env, TEXT)).stdout).toBe("The message has 21 characters\n");
    expect((await runWith(env, "--lang", "id", "--unit", "graphemes", TEXT)).stdout).toBe(`${sentence(2)}\n`);
    expect((await runWith({ ...env, HITUNG_PORT: "" }, "--port", port, "x")).code).toBe(0);
  });

  test("they yield to an option that takes their place, and what is no option of theirs is left alone", async () => {
    const { port } = await startServer();
    const env = { HITUNG_UNIT: "bytes", HITUNG_TEXT: "0", HITUNG_QUIET: "1", HITUNG_TLS: "0" };
    expect((await runWith(env, "--port", port, "--all", "--quiet", "\u00e9")).stdout).toBe("1 1 1 2\n");
    expect((await runWith({ HITUNG_SOCKET: "/nowhere" }, "--port", port, "x")).code).toBe(0);
  });

  test.each([
    [
      { HITUNG_PORT: "http" },
      "nilai 'http' dari variabel HITUNG_PORT tidak sah. Port adalah bilangan bulat dari 1 sampai 65535.",
    ],
    [
      { HITUNG_HOST: "[::1]:4000", HITUNG_LANG: "en" },
      "value '[::1]:4000' of variable HITUNG_HOST is not valid. Write instead: HITUNG_HOST=::1 HITUNG_PORT=4000",
    ],
    [
      { HITUNG_UNIT: "bytes," },
      "nilai 'bytes,' dari variabel HITUNG_UNIT tidak sah. Pilihan: code-points, graphemes, utf16, bytes.",
    ],
    [{ HITUNG_LANG: "fr" }, "nilai 'fr' dari variabel HITUNG_LANG tidak sah. Pilihan: id, en."],
    [
      { HITUNG_LANG: "en", HITUNG_TLS: "yes" },
      "value 'yes' of variable HITUNG_TLS is not valid. Choices: 1, 0.",
    ],
  ])("a wrong value names its variable: %j", async (env, message) => {
    const { code, stderr } = await runWith(env, "x");
    expect({ code, line: stderr.split("\n")[0] }).toEqual({ code: 2, line: `hitung: ${message}` });
  });

  test("HITUNG_UNIT contradicts --text, as --unit does", async () => {
    const { code, stdout, stderr } = await runWith({ HITUNG_UNIT: "bytes" }, "--text", "x");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe(
      "hitung: --text tidak dapat dipakai bersama HITUNG_UNIT: dalam mode teks server yang memilih satuan dan kalimatnya, dan akhir baris mengakhiri pesan. Variabel yang kosong tidak berlaku: HITUNG_UNIT=\nLihat hitung --help.\n",
    );
  });
});
