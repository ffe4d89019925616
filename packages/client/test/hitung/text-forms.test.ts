import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { allCuts } from "../../../../testing/cuts.js";
import { sentence } from "../../../../testing/sentences.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { readReply } from "../../src/hitung/text/count-in.js";
import { LineEndError } from "../../src/hitung/text/errors.js";
import { OneLine } from "../../src/hitung/text/one-line.js";
import { Sizes } from "../../src/hitung/text/sizes.js";
import { startServer } from "../server.js";
import { command } from "./command.js";

const folder = temporaryFolder();

describe("the number in a reply", () => {
  const cases: [message: string, reply: string | Buffer, count: number | undefined, sentence?: string][] = [
    ["Handy Arfiano Hastyawan", "23", 23],
    ["Handy Arfiano Hastyawan", "Jumlah Karakter :23", 23],
    ["Handy Arfiano Hastyawan", 'Pesan "Handy Arfiano Hastyawan" memiliki 23 karakter', 23],
    ["Handy Arfiano Hastyawan", "23 : Handy Arfiano Hastyawan\0", 23, "23 : Handy Arfiano Hastyawan"],
    ["abc", "3\n\0\0\0", 3, "3"],
    ["abc", "3\r\n", 3, "3"],
    // Wrong answers stay what they are.
    ["abc", "Jumlah: 17", 17],
    ["x".repeat(300), "10241024952", 10241024952],
    // Digits of the message are no count, but for one that is its own.
    ["123", "Pesan '123' memiliki 3 karakter", 3],
    ["123", "3 : 123", 3],
    ["123", "angka 123 merupakan ganjil", undefined],
    ["2", "Jumlah: 12", 12],
    ["1", "Jumlah: 1", 1],
    ["1", "1 : 1", 1],
    ["a1", "Jumlah dari a1: 2", 2],
    // A port, or whatever else: only what may be the count is meant.
    ["halo!", "server 12345: 5 karakter", 5],
    ["halo!", "server 12345: 6 karakter", undefined],
    ["halo", "terima kasih", undefined],
    // What int is, in both orders of its bytes.
    ["Handy Arfiano Hastyawan", Buffer.from("17000000", "hex"), 23, "23 (int32 LE)"],
    ["Handy Arfiano Hastyawan", Buffer.from("00000017", "hex"), 23, "23 (int32 BE)"],
    ["", Buffer.from("00000000", "hex"), 0, "0 (int32 LE)"],
    ["x".repeat(49), Buffer.from("31000000", "hex"), 49, "49 (int32 LE)"],
    ["x", Buffer.from("31000000", "hex"), 1, "1"],
    ["x".repeat(1234), "1234", 1234],
    ["hello", "\u00e9 5", 5],
  ];
  test.each(cases)("of %j in %j is %j", (message, reply, count, ...[shown]) => {
    const sizes = new Sizes();
    sizes.add(Buffer.from(message));
    const bytes = Buffer.isBuffer(reply) ? reply : Buffer.from(reply);
    expect(readReply(bytes, message, sizes)).toMatchObject({ count, sentence: shown ?? String(reply) });
  });
});

describe("a message of text mode is one line, however it is cut", () => {
  test.each([
    ["abc", "abc"],
    ["abc\n", "abc"],
    ["abc\r\n", "abc"],
    ["abc\r", "abc\r"],
    ["abc\r\r\n", "abc\r"],
    ["\ra\r", "\ra\r"],
    ["\n", ""],
    ["\r\n", ""],
    ["", ""],
    ["a\nb", undefined],
    ["a\n\n", undefined],
    ["a\r\n\r", undefined],
  ])("%j is %j", (text, content) => {
    for (const pieces of allCuts(Buffer.from(text))) {
      let passed = "";
      const line = new OneLine((piece) => {
        passed += Buffer.from(piece).toString();
      });
      const write = () => {
        for (const piece of pieces) line.write(piece);
        line.end();
      };
      if (content === undefined) expect(write).toThrow(LineEndError);
      else {
        write();
        expect(passed).toBe(content);
      }
    }
  });
});

test("--quiet and --json: the number out of the sentence, and the sentence beside it", async () => {
  const port = await startFakeServer((socket) =>
    socket.once("data", (message) => socket.end(`Pesan "${message}" memiliki ${message.length} karakter\n`)),
  );
  const run = (...args: string[]) => command("--port", port, "--text", ...args);
  expect(await run("-q", "abc 12").finish()).toEqual({ code: 0, stdout: "6\n", stderr: "" });
  expect(await run("-q").finish("a\n77\n")).toEqual({ code: 0, stdout: "1\n2\n", stderr: "" });
  const { stdout } = await run("--json").finish("a\n77\n");
  expect(
    stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { count: 1, sentence: 'Pesan "a" memiliki 1 karakter' },
    { count: 2, sentence: 'Pesan "77" memiliki 2 karakter' },
  ]);
});

test.each([
  ["id", "tidak jelas bilangan mana yang dimaksud jawaban server"],
  ["en", "it is not clear which number the server's answer means"],
])("an answer without a number is one for people only, in %s", async (lang, text) => {
  const port = await startFakeServer((socket) => socket.once("data", () => socket.end("terima kasih\x1b")));
  const run = (...args: string[]) => command("--port", port, "--text", "--lang", lang, ...args).finish();
  expect(await run("abc")).toEqual({ code: 0, stdout: "terima kasih\\x1b\n", stderr: "" });
  const shown = `${text}: "terima kasih\\x1b"`;
  expect(await run("-q", "abc")).toEqual({ code: 1, stdout: "", stderr: `hitung: ${shown}\n` });
  const { code, stdout } = await run("--json", "abc");
  expect({ code, object: JSON.parse(stdout) }).toEqual({
    code: 1,
    object: { error: "NO_COUNT", sentence: "terima kasih\x1b", message: shown },
  });
});

test("a program is told of a reset, too", async () => {
  const port = await startFakeServer((socket) =>
    socket.once("readable", () => {
      socket.read(1);
      socket.write("23", () => socket.resetAndDestroy());
    }),
  );
  const { stdout, stderr } = await command("--port", port, "--text", "--json", "abc").finish();
  expect(JSON.parse(stdout)).toEqual({ count: 23, sentence: "23", wasReset: true });
  expect(stderr).toBe("");
});

test("--file: each file is one line, whose own end is not sent", async () => {
  const contents = { a: "h\u00e9llo\n", b: "dua\r\n", c: "x".repeat(300_000), d: "a\nb\n", e: "" };
  const paths = Object.entries(contents).map(([name, content]) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  });
  const { port } = await startServer();
  const expected = [5, 3, 300_000, undefined, 0];
  const { code, stdout, stderr } = await command("--port", port, "--text", "--file", ...paths).finish();
  expect(code).toBe(1);
  expect(stdout).toBe(
    [...expected.map((count, at) => [count, paths[at]]), [300_008, "total"]]
      .filter(([count]) => count !== undefined)
      .map(([count, name]) => `${String(count).padStart(6)} ${name}\n`)
      .join(""),
  );
  expect(stderr).toMatch(/^hitung: .*\/d: dalam mode teks sebuah pesan adalah satu baris, .*\n$/);
  const json = await command("--port", port, "--text", "--json", "--file", ...paths).finish();
  expect(
    json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual(
    expected.map((count, at) => {
      const file = paths[at];
      if (count === undefined) return { file, error: "LINE_END", message: expect.any(String) };
      return { file, count, sentence: sentence(count) };
    }),
  );
});
