import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { run } from "../src/cli.js";
import { Peer } from "./support/peer.js";
import { runServer, startServerProcess } from "./support/processes.js";
import { sentence } from "./support/servers.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** The command line in this process, and what it prints. */
function start(...args: string[]): {
  exitCode: Promise<number>;
  stop(): void;
  stdout: string;
  stderr: string;
  printed(text: string): Promise<void>;
} {
  const shutdown = new AbortController();
  stops.push(() => shutdown.abort());
  let onOutput = () => {};
  const started = {
    stdout: "",
    stderr: "",
    exitCode: Promise.resolve(0),
    stop: () => shutdown.abort(),
    async printed(text: string) {
      while (!started.stdout.includes(text)) {
        await new Promise<void>((resolve) => {
          onOutput = resolve;
        });
      }
    },
  };
  const sink = (stream: "stdout" | "stderr") => ({
    write(text: string) {
      started[stream] += text;
      onOutput();
    },
  });
  started.exitCode = run(args, {
    stdout: sink("stdout"),
    stderr: sink("stderr"),
    shutdown: shutdown.signal,
    version,
  });
  return started;
}

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

describe("listening", () => {
  test("says where, answers, and ends with 0 when it is told to", async () => {
    const server = start("--port", "0");
    await server.printed("Server mendengarkan di 127.0.0.1:");
    const port = Number(/127\.0\.0\.1:(\d+)\./.exec(server.stdout)?.[1]);
    const peer = await Peer.connect(port);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    server.stop();
    expect(await server.exitCode).toBe(0);
    expect(server.stdout).toMatch(/\nServer berhenti\.\n$/);
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
    const peer = await Peer.connect(Number(/:(\d+)\./.exec(server.stdout)?.[1]));
    const answer = sentence(count, "\n");
    expect(await peer.ask("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\n", Buffer.byteLength(answer))).toBe(
      answer,
    );
    await peer.close();
  });

  test("--log-messages shows who asked what, with nothing that could harm a terminal", async () => {
    const server = start("--port", "0", "--log-messages");
    await server.printed("mendengarkan");
    const peer = await Peer.connect(Number(/:(\d+)\./.exec(server.stdout)?.[1]));
    const { localPort } = peer.socket;
    peer
      .send(`Handy Arfiano Hastyawan\n\x1b[2J\u202e\x9b\n${"x".repeat(500)}\n`)
      .send(Buffer.from([0xff]))
      .halfClose();
    await peer.rest();
    await server.printed("galat");
    const by = `IP client : 127.0.0.1 port ${localPort}`;
    expect(server.stdout.slice(server.stdout.indexOf("Request"))).toBe(
      [
        "Request dari client : Handy Arfiano Hastyawan",
        by,
        "Jawaban : 23",
        "Request dari client : \\x1b[2J\\u202e\\x9b",
        by,
        "Jawaban : 6",
        `Request dari client : ${"x".repeat(200)} \u2026`,
        by,
        "Jawaban : 500",
        "Request dari client : \ufffd",
        by,
        "Jawaban : galat 1, offset 0: not well-formed UTF-8",
        "",
      ].join("\n"),
    );
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
    [["--host", ""], "hitung-server: nilai '' untuk opsi --host <host> tidak sah. Host tidak boleh kosong."],
    [["--port"], "hitung-server: opsi --port <port> memerlukan nilai"],
    [["--prot", "1"], "hitung-server: opsi --prot tidak dikenal"],
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
  ])("%j is wrong usage", async (args, message) => {
    const server = start(...args);
    expect(await server.exitCode).toBe(2);
    expect(server.stderr.split("\n")[0]).toBe(message);
    expect(server.stdout).toBe("");
  });

  test.each([
    [["--host", "192.0.2.1"], "Host 192.0.2.1 bukan alamat mesin ini (EADDRNOTAVAIL)."],
    [
      ["--host", "nosuchhost.invalid", "--lang", "en"],
      "Host nosuchhost.invalid is no address of this machine (",
    ],
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
  const port = /:(\d+)\./.exec(first.stdout)?.[1] as string;
  const second = start("--port", port, "--lang", "en");
  expect(await second.exitCode).toBe(1);
  expect(second.stderr).toMatch(/^Port \d+ on 127\.0\.0\.1 is in use by another program\. .*--port.*\n$/);
});

describe("help", () => {
  test.each([
    ["id", "Pemakaian: hitung-server [opsi]", "(bawaan: 12345)", "(pilihan: id, en; bawaan: id)"],
    ["en", "Usage: hitung-server [options]", "(default: 12345)", "(choices: id, en; default: id)"],
  ])("in %s, with defaults and choices", async (language, ...parts) => {
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

  test("a port that is taken: what to do, exit code 1, no stack trace", async () => {
    const taken = createTcpServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as { port: number };
    const { code, stdout, stderr } = await runServer("--port", String(port)).finish();
    taken.close();
    expect(code).toBe(1);
    expect(stdout).toBe("");
    expect(stderr).toBe(
      `Port ${port} di 127.0.0.1 sudah dipakai program lain. Hentikan program itu, atau pilih port lain dengan --port (0 memilih yang bebas).\n`,
    );
  });

  test("--version", async () => {
    expect(await runServer("--version").finish()).toMatchObject({
      code: 0,
      stdout: `${version} (Unicode 17.0.0)\n`,
    });
  });
});
