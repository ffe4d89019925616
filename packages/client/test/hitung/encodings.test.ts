import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { sentence } from "../../../../testing/sentences.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-encodings-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "file");

/** Runs it in English on a file that holds these bytes, and on standard input as one message, and gives both results. */
async function onBytes(bytes: Uint8Array, ...args: string[]) {
  const { port } = await startServer();
  writeFileSync(file, bytes);
  const start = ["--port", port, "--lang", "en", ...args, "--file"];
  const fromFile = await command(...start, file).finish();
  const fromStdin = await command(...start, "-").finish(bytes);
  const renamed = (text: string) =>
    text.replaceAll(file, "FILE").replace(/(^|\n| |")-(: |"|\n)/g, "$1FILE$2");
  for (const result of [fromFile, fromStdin]) {
    result.stdout = renamed(result.stdout);
    result.stderr = renamed(result.stderr);
  }
  return { fromFile, fromStdin };
}

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const hex = (digits: string) => Buffer.from(digits.replaceAll(" ", ""), "hex");

const UTF16_HINT = "this seems to be utf-16le. Try it with --encoding utf-16le.";

test.each<[what: string, bytes: Uint8Array, args: string[], code: number, stdout: string, stderr: string]>([
  [
    "a bad byte",
    Buffer.from("ab\nc\u00e9d\xff", "latin1"),
    [],
    1,
    "",
    "not valid UTF-8 (byte 5): line 2, column 2",
  ],
  [
    "a bad byte after others",
    hex("c3a9 0a c3a9 ff"),
    [],
    1,
    "",
    "not valid UTF-8 (byte 6): line 2, column 2",
  ],
  ["an end in a character", hex("61 0a e282"), [], 1, "", "not valid UTF-8 (byte 3): line 2, column 1"],
  [
    "bad bytes, lossy",
    hex("61 ff f09f98 62"),
    ["--lossy"],
    0,
    "4 FILE\n",
    "2 ill-formed sequences of bytes were counted as U+FFFD.",
  ],
  [
    "a bad byte, lossy",
    hex("61 ff"),
    ["--lossy"],
    0,
    "2 FILE\n",
    "1 ill-formed sequence of bytes was counted as U+FFFD.",
  ],
  ["nothing bad, lossy", hex("efbfbd"), ["--lossy"], 0, "1 FILE\n", ""],
  ["a mark, as it is", hex("efbbbf 61"), [], 0, "2 FILE\n", ""],
  ["a mark, with its encoding", hex("efbbbf 61"), ["--encoding", "UTF8"], 0, "2 FILE\n", ""],
  ["a mark, lossy", hex("efbbbf 61"), ["--lossy"], 0, "2 FILE\n", ""],
  [
    "Latin-1, in all units",
    hex("63 61 66 e9 80"),
    ["--encoding", "latin1", "--all", "--quiet"],
    0,
    "5 5 5 8\n",
    "",
  ],
  ["UTF-16 that looks like it", utf16("hi\n"), [], 0, "6 FILE\n", UTF16_HINT],
  ["UTF-16 with a mark", utf16("\ufeffhi"), [], 1, "", "not valid UTF-8 (byte 1): line 1, column 1"],
  ["UTF-16", utf16("\ufeffhi\u{1f600}"), ["--encoding", "utf-16"], 0, "4 FILE\n", ""],
  ["UTF-16 in the other order", utf16("\ufeffhi"), ["--encoding", "utf-16be"], 0, "3 FILE\n", UTF16_HINT],
  [
    "UTF-16, ill-formed",
    utf16("a\n\u4e2d\ud800b"),
    ["--encoding", "utf-16le"],
    1,
    "",
    "not valid utf-16le (byte 7): line 2, column 2",
  ],
  [
    "Shift_JIS, ill-formed",
    hex("93fa 0a 967b ff"),
    ["--encoding", "sjis"],
    1,
    "",
    "not valid shift_jis (byte 6): line 2, column 2",
  ],
  [
    "Shift_JIS, cut",
    hex("93fa 0a 96"),
    ["--encoding", "sjis"],
    1,
    "",
    "not valid shift_jis (byte 4): line 2, column 1",
  ],
  [
    "Shift_JIS, cut, lossy",
    hex("93fa 0a 96"),
    ["--encoding", "sjis", "--lossy"],
    0,
    "3 FILE\n",
    "1 ill-formed sequence",
  ],
])("%s: %j %j", async (_, bytes, args, code, stdout, stderr) => {
  const { fromFile, fromStdin } = await onBytes(bytes, ...args);
  // The width of the columns of what has no size is 7, as that of `wc`.
  expect({ ...fromStdin, stdout: fromStdin.stdout.trimStart().replace(/ +/g, " ") }).toEqual(fromFile);
  expect({ code: fromFile.code, stdout: fromFile.stdout }).toEqual({ code, stdout });
  expect(fromFile.stderr).toContain(stderr);
  if (stderr === "") expect(fromFile.stderr).toBe("");
});

test("for programs: what was replaced, and where a fault is", async () => {
  const run = async (bytes: Uint8Array, ...args: string[]) =>
    JSON.parse((await onBytes(bytes, "--json", ...args)).fromFile.stdout);
  expect(await run(hex("61 ff ff"), "--lossy")).toEqual({ file: "FILE", codePoints: 3, replaced: 2 });
  expect(await run(hex("61"), "--lossy")).toEqual({ file: "FILE", codePoints: 1, replaced: 0 });
  expect(await run(hex("61 0a ff"))).toEqual({
    file: "FILE",
    error: "INVALID_UTF8",
    byteOffset: 2,
    line: 2,
    column: 1,
    message: "Error: the message is not valid UTF-8 (byte 3): line 2, column 1",
  });
  expect(await run(hex("00d8"), "--encoding", "utf-16le")).toMatchObject({
    error: "ILL_FORMED",
    byteOffset: 0,
    line: 1,
    column: 1,
  });
});

test("large files are read again up to their fault, or looked through on the way", async () => {
  const line = Buffer.from(`${"\u00e9".repeat(99)}\n`);
  const bytes = Buffer.concat([...new Array<Buffer>(5000).fill(line), Buffer.from("-\xff", "latin1")]);
  const { fromFile, fromStdin } = await onBytes(bytes);
  const expected = `hitung: FILE: Error: the message is not valid UTF-8 (byte 995002): line 5001, column 2\n`;
  expect([fromFile.stderr, fromStdin.stderr]).toEqual([expected, expected]);
});

test("lines: one that is ill-formed fails alone, or is counted with what was replaced", async () => {
  const { port } = await startServer();
  const ask = async (stdin: Uint8Array, ...args: string[]) => {
    const cli = new Command(["--port", String(port), "--lang", "en", ...args]);
    // Byte by byte, so that lines, characters and CR LF are cut.
    for (const byte of stdin) cli.stdin.write(Uint8Array.of(byte));
    return await cli.finish();
  };
  const sjis = hex("93fa 0d0a 61 967b ff ff 0a 0a 93fa 0d ff 93fa");
  expect(await ask(sjis, "--encoding", "shift_jis", "--quiet")).toEqual({
    code: 1,
    stdout: "1\n0\n",
    stderr:
      "hitung: line 2: Error: the message is not valid shift_jis: column 3\n" +
      "hitung: line 4: Error: the message is not valid shift_jis: column 3\n",
  });
  expect(await ask(sjis, "--encoding", "shift_jis", "--lossy", "--json")).toEqual({
    code: 0,
    stdout:
      '{"codePoints":1,"replaced":0}\n{"codePoints":4,"replaced":2}\n' +
      '{"codePoints":0,"replaced":0}\n{"codePoints":4,"replaced":1}\n',
    stderr: "",
  });
  expect(await ask(hex("61 ff 0a 62 0a e282"), "--lossy", "--quiet")).toEqual({
    code: 0,
    stdout: "2\n1\n1\n",
    stderr: "hitung: standard input: 2 ill-formed sequences of bytes were counted as U+FFFD.\n",
  });
  const { stdout, stderr } = await command("--port", port, "--lang", "en", "--quiet").finish(utf16("ab\ncd"));
  expect(stdout).toBe("4\n5\n");
  expect(stderr).toBe(`hitung: standard input: ${UTF16_HINT}\n`);
  expect((await ask(utf16("a\u{1f600}\r\ncd\n"), "--encoding", "utf-16le", "--quiet")).stdout).toBe("2\n2\n");
});

test("words and text mode", async () => {
  const { port } = await startServer();
  const run = (...args: string[]) => command("--port", port, ...args).finish();
  // The bytes of a word in UTF-8 are 4 in Latin-1.
  expect((await run("--encoding", "latin1", "\u00e9\u00e9")).stdout).toBe(`${sentence(4)}\n`);
  expect((await run("--encoding", "latin1", "--text", "\u00e9\u00e9")).stdout).toBe(`${sentence(4)}\n`);
});

/** Whether this Node knows an encoding. */
function decodes(label: string): boolean {
  try {
    new TextDecoder(label);
    return true;
  } catch {
    return false;
  }
}

test.each([
  [["--encoding", "latn1"], "Did you mean latin1?"],
  [["--encoding", "utf16"], "Did you mean utf-16?"],
  [["--encoding", "shift-jsi"], "Did you mean shift-jis?"],
  [["--encoding", "klingon"], "It is a label of the WHATWG Encoding Standard"],
  // Newer ones can.
  ...(decodes("iso-8859-16") ? [] : [[["--encoding", "iso-8859-16"], "This Node cannot decode it"] as const]),
])("%j is no encoding", async (args, problem) => {
  const { code, stdout, stderr } = await command("--lang", "en", ...args, "x").finish();
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`value '${args[1]}' for option --encoding <label> is not valid. ${problem}`);
});

test.each([[["--lossy"]], [["--encoding", "latin1"]]])("%j is not for a terminal", async (args) => {
  const { code, stderr } = await new Command(["--lang", "en", ...args], { isTTY: true }).finish();
  expect(code).toBe(2);
  expect(stderr).toContain("lines typed on a terminal are always UTF-8");
});
