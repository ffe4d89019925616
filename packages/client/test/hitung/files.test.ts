import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FrameDecoder, FrameKind } from "@hitung/protocol";
import { afterAll, expect, test } from "@jest/globals";
import { countsFrame } from "../../../../testing/frames.js";
import { testWith } from "../../../../testing/processes.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { startServer } from "../server.js";
import { Command, command } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-files-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file, and gives its path. */
function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const small = file("small", "h\u00e9\n");
const large = file("large", "\u{1f600}a\n".repeat(200_000));
const broken = file("broken", Buffer.from("ab\xff", "latin1"));
const missing = join(folder, "missing");

const filesOf = (...paths: string[]) => paths.flatMap((path) => ["--file", path]);

test("count and path, and the total of several", async () => {
  const { port } = await startServer();
  expect(await command("--port", port, ...filesOf(small)).finish()).toEqual({
    code: 0,
    stdout: `3 ${small}\n`,
    stderr: "",
  });
  expect((await command("--port", port, ...filesOf(small, large)).finish()).stdout).toBe(
    `      3 ${small}\n 600000 ${large}\n 600003 total\n`,
  );
});

testWith("wc", "bytes are shown exactly as wc shows them", async () => {
  const { port } = await startServer();
  const args = ["--port", port, "--unit", "bytes"];
  for (const paths of [[small], [small, large], [small, small, small]]) {
    const expected = execFileSync("wc", ["-c", ...paths], { env: { LC_ALL: "C" } });
    expect((await command(...args, ...filesOf(...paths)).finish()).stdout).toBe(String(expected));
  }
});

test("four columns and a header with --all; numbers or objects for programs, without a total", async () => {
  const { port } = await startServer();
  const run = async (...args: string[]) =>
    (await command("--port", port, ...args, ...filesOf(small, small)).finish()).stdout;
  expect(await run("--all", "--lang", "en")).toBe(
    [
      "code-points graphemes utf16 bytes file\n",
      `          3         3     3     4 ${small}\n`.repeat(2),
      "          6         6     6     8 total\n",
    ].join(""),
  );
  // The order is that of the table, as that of wc is not that of its options.
  expect(await run("-u", "bytes", "-u", "graphemes")).toBe(
    ["graphemes bytes berkas\n", `        3     4 ${small}\n`.repeat(2), "        6     8 total\n"].join(""),
  );
  expect(await run("--quiet")).toBe("3\n3\n");
  expect(await run("--json", "--unit", "bytes")).toBe(
    `${JSON.stringify({ file: small, bytes: 4 })}\n`.repeat(2),
  );
});

test("several files behind one --file, in any place", async () => {
  const { port } = await startServer();
  const expected = `3\n600000\n3\n`;
  for (const args of [
    ["--quiet", "--file", small, large, small],
    ["-qf", small, large, "--file", small],
    ["-f", small, "-q", large, "--", small],
  ]) {
    expect((await command("--port", port, ...args).finish()).stdout).toBe(expected);
  }
});

test("- is standard input as one message, and empty when it was read before", async () => {
  const { port } = await startServer();
  expect((await command("--port", port, "--file", "-").finish("a\nb\n")).stdout).toBe("4 -\n");
  expect((await command("--port", port, ...filesOf("-", "-")).finish("a\nb\n")).stdout).toBe(
    "      4 -\n      0 -\n      4 total\n",
  );
});

test("files that fail are told by name, the others go on, exit code 1", async () => {
  const { port } = await startServer();
  const paths = [missing, small, folder, broken, small];
  const { code, stdout, stderr } = await command(
    "--port",
    port,
    "--unit",
    "bytes",
    ...filesOf(...paths),
  ).finish();
  expect(code).toBe(1);
  expect(stdout).toBe(`      4 ${small}\n      4 ${small}\n      8 total\n`);
  expect(stderr).toBe(
    [
      `hitung: ${missing}: tidak ada berkas itu (ENOENT)\n`,
      `hitung: ${folder}: itu folder, bukan berkas (EISDIR)\n`,
      `hitung: ${broken}: Galat: pesan bukan UTF-8 yang sah (byte ke-3): baris 1, kolom 3\n`,
    ].join(""),
  );
  const json = await command("--port", port, "--json", "--lang", "en", ...filesOf(missing, small)).finish();
  expect(
    json.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toEqual([
    { file: missing, error: "ENOENT", message: "there is no such file (ENOENT)" },
    { file: small, codePoints: 3 },
  ]);
  expect({ code: json.code, stderr: json.stderr }).toEqual({ code: 1, stderr: "" });
});

test("a server that is lost ends it, and does not make every file fail", async () => {
  const port = await startFakeServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const { code, stdout, stderr } = await command("--port", port, ...filesOf(small, small)).finish();
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr.match(/terputus sebelum ada jawaban/g)).toHaveLength(1);
});

test("what takes longer than a second shows size and rate on a terminal, and nothing elsewhere", async () => {
  const { port } = await startServer();
  const args = ["--port", String(port), "--lang", "en", "--file", "-"];
  const piped = new Command(args);
  const onTerminal = new Command(args, { isTTY: true });
  for (const cli of [piped, onTerminal]) cli.stdin.write("abc");
  await onTerminal.printed("-  3 B  ");
  expect((await onTerminal.finish("def")).stdout).toBe("6 -\n");
  expect(onTerminal.errors).toMatch(/- {2}3 B {2}\d B\/s/);
  expect(await piped.finish("def")).toEqual({ code: 0, stdout: "6 -\n", stderr: "" });
});

test("names of files, and hosts, do nothing to a terminal, and break no row", async () => {
  const { port } = await startServer();
  const names = ["a\nb", "\x1b[31mred", "\u202etxt.exe", "c1\x9b31m", "tab\there"];
  const shown = ["a\\x0ab", "\\x1b[31mred", "\\u202etxt.exe", "c1\\x9b31m", "tab\\x09here"];
  const home = join(folder, "names");
  mkdirSync(home);
  for (const name of names) writeFileSync(join(home, name), "x");
  const args = names.flatMap((name) => ["--file", join(home, name)]);
  const { stdout } = await command("--port", port, ...args).finish();
  expect(stdout).toBe([...shown.map((name) => `1 ${join(home, name)}`), "5 total", ""].join("\n"));

  const json = await command("--port", port, "--json", ...args).finish();
  const lines = json.stdout.trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line).file)).toEqual(names.map((name) => join(home, name)));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
  expect(json.stdout.replaceAll("\n", "")).not.toMatch(/[\0-\x1f\x7f-\x9f\u202e]/);

  const missing = await command("--port", port, "--file", "no\n\x1b[2Jfile").finish();
  expect(missing.stderr).toBe("hitung: no\\x0a\\x1b[2Jfile: tidak ada berkas itu (ENOENT)\n");
  const host = await command("--host", "no..\x1b[2Jhost", "x").finish();
  expect(host.stderr).toContain("no..\\x1b[2Jhost");
  const usage = await command("--port", "\x1b[2J\n", "x").finish();
  expect(usage.stderr.split("\n")[0]).toContain("'\\x1b[2J\\x0a'");
  const option = await command("--\x1b[2J", "x").finish();
  expect(option.stderr).toContain("--\\x1b[2J");
});

test("a file of many pieces arrives as it is, also at a server that reads late", async () => {
  // No two pieces are alike: a piece whose memory was used again too early would show.
  const content = Buffer.concat(Array.from({ length: 700_000 }, (_, i) => Buffer.from(`${i}\n`)));
  const path = file("pieces", content);
  const received: Buffer[] = [];
  const port = await startFakeServer((socket) => {
    let kind = 0;
    const decoder = new FrameDecoder([FrameKind.PART, FrameKind.MESSAGE], {
      onHeader: (of) => {
        kind = of;
      },
      onPayload: (chunk, from, to) => received.push(Buffer.from(chunk.subarray(from, to))),
      onFrameEnd: () => {
        if (kind === FrameKind.MESSAGE) socket.write(countsFrame(1, Buffer.concat(received).length));
        return true;
      },
    });
    socket.on("data", (chunk) => {
      decoder.write(chunk, 0);
      socket.pause();
      setImmediate(() => socket.resume());
    });
  });
  const { stdout } = await command("--port", port, "--quiet", "--file", path).finish();
  expect(stdout).toBe(`${content.length}\n`);
  expect(Buffer.concat(received).equals(content)).toBe(true);
});

testWith("mkfifo", "what is no regular file is read to its end as well", async () => {
  const { port } = await startServer();
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  const writer = spawn("sh", ["-c", `printf halo > '${pipe}'`]);
  const { stdout } = await command("--port", port, "--quiet", "--file", pipe).finish();
  expect(stdout).toBe("4\n");
  writer.kill();
  expect((await command("--port", port, "--quiet", "--file", "/proc/self/comm").finish()).code).toBe(0);
});
