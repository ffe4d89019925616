import { spawnSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import { sentence } from "../../../../testing/sentences.js";
import { historyFile } from "../../src/hitung/history.js";
import { startServer } from "../server.js";
import { Command } from "./command.js";

const CTRL_D = "\x04";
const UP = "\x1b[A";
const TAB = "\t";
const PROMPT = "Masukkan karakter : ";

const folder = mkdtempSync(join(tmpdir(), "hitung-state-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function talk(args: string[], env: Record<string, string> = {}): Promise<Command> {
  const { port } = await startServer();
  const cli = new Command(["--port", String(port), ...args], { isTTY: true, env });
  await cli.printed(args.includes("en") ? "Enter characters: " : PROMPT);
  return cli;
}

/** Types a line, and waits for what it leads to. */
async function type(cli: Command, line: string, printed: string): Promise<void> {
  cli.stdin.write(line);
  await cli.printed(printed);
}

async function leave(cli: Command): Promise<void> {
  cli.stdin.write(CTRL_D);
  expect(await cli.exitCode).toBe(0);
}

describe("commands", () => {
  test(":unit, :all and :lang change the answers that follow", async () => {
    const cli = await talk([]);
    await type(cli, ":unit bytes\r", "Satuan: bytes.\n");
    await type(cli, "\u00e9\u00e9\r", `${sentence(4)}\n`);
    await type(cli, ":all\r", "Satuan: code-points, graphemes, utf16, bytes.\n");
    await type(cli, "\u00e9\r", "graphemes    1  orang yang membaca layar\n");
    await type(cli, ":lang en\r", "Language: en.\n");
    await cli.printed("Enter characters: ");
    await type(cli, ":unit utf16\r", "Unit: utf16.\n");
    await type(cli, "\u{1f600}\r", "The message has 2 characters\n");
    await leave(cli);
  });

  test(":quit leaves with 0, and :help names all commands", async () => {
    const cli = await talk(["--lang", "en"]);
    await type(cli, ":help\r", "Ctrl-D: leave.\n");
    for (const command of [
      ":unit code-points|graphemes|utf16|bytes",
      ":all",
      ":lang id|en",
      ":help",
      ":quit",
    ])
      expect(cli.output).toContain(`\n${command} `);
    cli.stdin.write(":quit\r");
    expect(await cli.exitCode).toBe(0);
  });

  test("what is no command is told what exists, and two colons send one", async () => {
    const cli = await talk([]);
    await type(cli, ":)\r", "Tidak ada perintah :). Yang ada: :unit, :all, :lang, :help, :quit.\n");
    await type(cli, "::)\r", `${sentence(2)}\n`);
    await type(cli, ":unit words\r", "Pilihan: code-points, graphemes, utf16, bytes.\n");
    await type(cli, ":all x\r", ":all tidak memerlukan nilai.\n");
    await leave(cli);
  });

  test("in text mode the server chooses the unit", async () => {
    const cli = await talk(["--text"]);
    await type(cli, ":unit bytes\r", "Dalam mode teks server yang memilih satuannya.\n");
    await type(cli, "\u00e9\r", `${sentence(1)}\n`);
    await leave(cli);
  });

  test("Tab completes commands and their values, and is itself in a message", async () => {
    const cli = await talk([]);
    await type(cli, `:u${TAB}`, ":unit ");
    await type(cli, "gr", ":unit gr");
    await type(cli, TAB, "aphemes");
    await type(cli, "\r", "Satuan: graphemes.\n");
    cli.stdin.write("a");
    cli.stdin.write(TAB);
    await type(cli, "b\r", `${sentence(3)}\n`);
    await leave(cli);
  });
});

describe("history", () => {
  test("it survives the session, for the owner only, without the same line twice in a row", async () => {
    const env = { XDG_STATE_HOME: join(folder, "first") };
    const file = join(folder, "first", "hitung", "history");
    const first = await talk([], env);
    for (const line of ["satu", "satu", "dua", " ", ":unit bytes"]) first.stdin.write(`${line}\r`);
    await first.printed("Satuan: bytes.");
    await leave(first);
    expect(readFileSync(file, "utf8")).toBe("satu\ndua\n:unit bytes\n");
    expect(statSync(file).mode & 0o777).toBe(0o600);

    const second = await talk([], env);
    await type(second, `${UP}${UP}${UP}lima\r`, `${sentence(8)}\n`);
    await leave(second);
    expect(readFileSync(file, "utf8")).toBe("satu\ndua\n:unit bytes\nsatulima\n");
  });

  test("it is bounded", async () => {
    const file = join(folder, "bounded", "hitung", "history");
    const first = await talk([], { XDG_STATE_HOME: join(folder, "bounded") });
    await type(first, "baru\r", sentence(4));
    await type(first, `${"x".repeat(5000)}\r`, sentence(5000));
    await leave(first);
    appendFileSync(file, Array.from({ length: 2000 }, (_, at) => `baris ${at}\n`).join(""));
    const second = await talk([], { XDG_STATE_HOME: join(folder, "bounded") });
    await leave(second);
    const lines = readFileSync(file, "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(1000);
    expect([lines[0], lines.at(-1)]).toEqual(["baris 1000", "baris 1999"]);
  });

  test.each<[string, string, (file: string) => void]>([
    ["ENOTDIR", "file", (file) => writeFileSync(file, "")],
    ["ENOTREG", "fifo/hitung/history", (file) => spawnSync("mkfifo", [file])],
    ["ENOTREG", "folder/hitung/history", (file) => mkdirSync(file)],
    ["ENOTREG", "device/hitung/history", (file) => symlinkSync("/dev/zero", file)],
  ])("where it cannot be read, it says so once, with %s, and goes on: %s", async (code, path, make) => {
    const home = join(folder, path.split("/")[0] as string);
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    make(join(folder, path));
    const cli = await talk([], { XDG_STATE_HOME: home });
    await type(cli, "abc\r", `${sentence(3)}\n`);
    await leave(cli);
    expect(cli.errors).toBe(
      `hitung: riwayat ${join(home, "hitung", "history")} tidak dapat dibaca (${code}), jadi baris yang lama tidak tersedia.\n`,
    );
  });

  test("of a huge file the end is read, and kept", async () => {
    const home = join(folder, "huge");
    const file = join(home, "hitung", "history");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, Buffer.alloc(300_000_000));
    appendFileSync(file, `\nbefore\nlast\n`);
    const cli = await talk([], { XDG_STATE_HOME: home });
    await type(cli, `${UP}${UP}\r`, `${sentence(6)}\n`);
    await leave(cli);
    expect(readFileSync(file, "utf8")).toBe("before\nlast\nbefore\n");
  });

  test.each([
    ["linux", { HOME: "/h" }, "/h/.local/state/hitung/history"],
    ["linux", { HOME: "/h", XDG_STATE_HOME: "/s" }, "/s/hitung/history"],
    ["linux", { HOME: "/h", XDG_STATE_HOME: "s" }, "/h/.local/state/hitung/history"],
    ["linux", { XDG_STATE_HOME: "./s" }, undefined],
    ["darwin", { HOME: "/h" }, "/h/Library/Application Support/hitung/history"],
    ["linux", {}, undefined],
    ["win32", { HOME: "/h" }, undefined],
  ] as const)("on %s with %j it is in %s", (system, env, file) => {
    expect(historyFile(env, system)).toBe(file);
  });
});
