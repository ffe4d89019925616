import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { Peer } from "../../../../testing/peer.js";
import { BINS, Process, startProgram, startServerProcess } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { shownDefault } from "../../src/hitung-server/help.js";
import { OPTIONS, type OptionSpec } from "../../src/hitung-server/options.js";
import { WORDING } from "../../src/hitung-server/wording.js";
import { start, startOnTerminal, version } from "./command.js";

describe("listening", () => {
  test("says where, answers, and ends with 0 when it is told to", async () => {
    const server = start("--port", "0");
    await server.printed("Server mendengarkan di 127.0.0.1:");
    const peer = await Peer.connect(server.port);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    server.stop();
    expect(await server.exitCode).toBe(0);
    expect(server.log.at(-1)).toMatchObject({ level: 30, msg: "Server berhenti." });
    expect(server.stderr).toBe("");
    await peer.closed;
  });

  test("--lang en, --host ::1", async () => {
    const server = start("--port=0", "--lang=en", "--host=::1");
    await server.printed("The server listens on [::1]:");
    server.stop();
    expect(await server.exitCode).toBe(0);
  });

  test.each([
    ["code-points", 5],
    ["graphemes", 1],
    ["utf16", 8],
    ["bytes", 18],
  ])("--unit %s is what text mode counts", async (unit, count) => {
    const server = start("--port", "0", "--unit", unit);
    await server.printed("mendengarkan");
    const peer = await Peer.connect(server.port);
    const answer = sentence(count, "\n");
    expect(await peer.ask("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\n", Buffer.byteLength(answer))).toBe(
      answer,
    );
    await peer.close();
  });
});

describe("what it cannot do", () => {
  test.each([
    [
      ["--port", "70000"],
      "hitung-server: nilai '70000' untuk opsi --port <port> tidak sah. Port adalah bilangan bulat dari 0 sampai 65535.",
    ],
    [
      ["--port", "1e3"],
      "hitung-server: nilai '1e3' untuk opsi --port <port> tidak sah. Port adalah bilangan bulat dari 0 sampai 65535.",
    ],
    [
      ["--host", ""],
      "hitung-server: nilai '' untuk opsi --host <host> tidak sah. Nilainya tidak boleh kosong.",
    ],
    [["--port"], "hitung-server: opsi --port <port> memerlukan nilai"],
    [["--prot", "1"], "hitung-server: opsi --prot tidak dikenal. Maksudnya --port?"],
    [
      ["--lang", "en", "--drain-timeuot=3"],
      "hitung-server: unknown option --drain-timeuot. Did you mean --drain-timeout?",
    ],
    [["-x"], "hitung-server: opsi -x tidak dikenal"],
    [["--lang", "en", "--socket"], "hitung-server: option --socket <path> needs a value"],
    [["--lang", "en", "--", "--port"], "hitung-server: no arguments are taken besides options"],
    [["halo"], "hitung-server: argumen selain opsi tidak diterima"],
    [
      ["--unit", "words"],
      "hitung-server: nilai 'words' untuk opsi --unit <unit> tidak sah. Pilihan: code-points, graphemes, utf16, bytes.",
    ],
    [["--lang", "fr"], "hitung-server: nilai 'fr' untuk opsi --lang <lang> tidak sah. Pilihan: id, en."],
    [
      ["--lang", "en", "--port", "x"],
      "hitung-server: value 'x' for option --port <port> is not valid. A port is a whole number from 0 to 65535.",
    ],
    [["--lang=en", "--nope"], "hitung-server: unknown option --nope"],
    [
      ["--max-connections", "0"],
      "hitung-server: nilai '0' untuk opsi --max-connections <count> tidak sah. Jumlah adalah bilangan bulat dari 1 sampai 999999999.",
    ],
    [
      ["--idle-timeout", "-1"],
      "hitung-server: nilai '-1' untuk opsi --idle-timeout <seconds> tidak sah. Waktu adalah bilangan detik dari 0 sampai 2147483, misalnya 30 atau 0.5.",
    ],
    [
      ["--max-message", "1X", "--lang", "en"],
      "hitung-server: value '1X' for option --max-message <bytes> is not valid. A size is a number of bytes from 1, which may end with K, M or G, such as 64K.",
    ],
    [
      ["--log-messages", "maybe"],
      "hitung-server: nilai 'maybe' untuk opsi --log-messages [on|off] tidak sah. Pilihan: on, off.",
    ],
    [
      ["--tls-cert", "cert.pem"],
      "hitung-server: --tls-cert dan --tls-key hanya berguna bersama-sama. Berikan keduanya.",
    ],
  ])("%j is wrong usage", async (args, message) => {
    const server = start(...args);
    expect(await server.exitCode).toBe(2);
    expect(server.stderr.split("\n")[0]).toBe(message);
    // Programs find it in the log.
    const msg = message.replace("hitung-server: ", "");
    expect(server.log).toMatchObject([{ level: 60, event: "start_failed", exitCode: 2, msg }]);
  });

  test.each([
    ["a person looks on", startOnTerminal(80, "--port", "x")],
    ["nothing is to be logged", start("--port", "x", "--log-level", "silent")],
  ])("where %s, nothing is logged but for standard error", async (_, server) => {
    expect(await server.exitCode).toBe(2);
    expect(server.stdout).toBe("");
    expect(server.stderr).toContain("'x'");
  });

  test.each([
    [["--host", "192.0.2.1"], "Host 192.0.2.1 bukan alamat mesin ini (EADDRNOTAVAIL)."],
    // A name that no name server is asked for.
    [["--host", "no..host", "--lang", "en"], "Host no..host is no address of this machine (ENOTFOUND)."],
  ])("%j is told in one line", async (args, message) => {
    const server = start("--port", "0", ...args);
    expect(await server.exitCode).toBe(1);
    expect(server.stderr).toContain(message);
    expect(server.stderr.split("\n")).toHaveLength(2);
  });
});

test("a port that is taken, in English", async () => {
  const first = start("--port", "0");
  await first.printed("mendengarkan");
  const second = start("--port", String(first.port), "--lang", "en");
  expect(await second.exitCode).toBe(1);
  expect(second.stderr).toMatch(
    /^hitung-server: Port \d+ on 127\.0\.0\.1 is in use by another program\. .*--port.*\n$/,
  );
});

describe("help", () => {
  test.each([
    [
      "id",
      "Pemakaian: hitung-server [opsi]",
      "(bawaan: 12345; variabel: HITUNG_PORT)",
      "(pilihan: id, en; bawaan: id; variabel: HITUNG_LANG)",
    ],
    [
      "en",
      "Usage: hitung-server [options]",
      "(default: 12345; variable: HITUNG_PORT)",
      "(choices: id, en; default: id; variable: HITUNG_LANG)",
    ],
  ])("in %s, with defaults, choices and variables", async (language, ...parts) => {
    const server = start("--lang", language, "--help");
    expect(await server.exitCode).toBe(0);
    const unwrapped = server.stdout.replace(/\n +(?!-)/g, " ");
    for (const part of parts) expect(unwrapped).toContain(part);
  });
});

describe("as a process", () => {
  test.each(["SIGINT", "SIGTERM"] as const)("%s ends it with 0", async (signal) => {
    const server = await startServerProcess();
    const peer = await Peer.connect(server.port);
    await peer.ask("halo\n", 46);
    server.child.kill(signal);
    expect(await server.finish()).toMatchObject({ code: 0, stderr: "" });
    expect(await peer.rest()).toHaveLength(0);
  });

  test("it serves on when whoever read its output is gone", async () => {
    const server = await startServerProcess("--log-messages");
    server.child.stdout.destroy();
    const peer = await Peer.connect(server.port);
    for (let i = 0; i < 20; i++) await peer.ask("halo\n", 46);
    server.child.kill("SIGTERM");
    expect((await once(server.child, "exit"))[0]).toBe(0);
    await peer.closed;
  });

  test("SIGHUP without a certificate is ignored, and said in the log", async () => {
    const server = await startServerProcess();
    const logged = once(server.child.stdout, "data");
    server.child.kill("SIGHUP");
    expect(String(await logged)).toContain(
      "SIGHUP diabaikan: tidak ada sertifikat TLS yang dapat dibaca ulang.",
    );
    const peer = await Peer.connect(server.port);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    await peer.close();
    server.child.kill("SIGTERM");
    expect(await server.finish()).toMatchObject({ code: 0, signal: null });
  });

  test("a port that is taken: what to do, exit code 1, no stack trace", async () => {
    const taken = createTcpServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const { code, stdout, stderr } = await startProgram("hitung-server", "--port", String(port)).finish();
    taken.close();
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ event: "start_failed", code: "EADDRINUSE", exitCode: 1 });
    expect(stderr).toBe(
      `hitung-server: Port ${port} di 127.0.0.1 sudah dipakai program lain. Hentikan program itu, atau pilih port lain dengan --port (0 memilih yang bebas).\n`,
    );
  });

  test("it serves as many clients as its file descriptors allow, less 64", async () => {
    const limited = new Process("bash", [
      "-c",
      `ulimit -n 200; exec "$0" "$@"`,
      process.execPath,
      BINS["hitung-server"],
      "--port",
      "0",
    ]);
    const [output] = (await once(limited.child.stdout, "data")) as [Buffer];
    expect(JSON.parse(output.toString())).toMatchObject({ maxConnections: 136 });
  });

  test("--version", async () => {
    expect(await startProgram("hitung-server", "--version").finish()).toMatchObject({
      code: 0,
      stdout: `${version} (Unicode 17.0.0)\n`,
    });
  });
});

test("the README lists every option with its variable and default", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const rows = readme.split("\n").filter((line) => line.startsWith("| `--"));
  const options = Object.values<OptionSpec<unknown>>(OPTIONS);
  expect(rows).toHaveLength(options.length);
  options.forEach((option, i) => {
    const { flags, variable } = option;
    const value = shownDefault(option, WORDING.en) ?? "";
    expect(rows[i]).toContain(`| \`${flags.replaceAll("|", "\\|")}\` | \`${variable}\` | ${value}`);
  });
});
