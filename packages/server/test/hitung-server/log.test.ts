import { once } from "node:events";
import { Writable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { frame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { until } from "../../../../testing/until.js";
import { createLog } from "../../src/hitung-server/log.js";
import { WORDING } from "../../src/hitung-server/wording.js";
import { reset } from "../../src/sockets/closing.js";
import { type Command, start, startOnTerminal } from "./command.js";

const INFO = 30;
const WARN = 40;

/** A server that logs as the arguments ask, and a client of it. */
async function startWithPeer(...args: string[]): Promise<[Command, Peer]> {
  const server = start("--port", "0", ...args);
  await server.printed("mendengarkan");
  return [server, await Peer.connect(server.port)];
}

/** The only line of the log that has this field. */
function lineWith(server: Command, field: string): Record<string, unknown> | undefined {
  const lines = server.log.filter((line) => field in line);
  expect(lines).toHaveLength(1);
  return lines[0];
}

test("--log-messages logs who asked what, with nothing that could harm a terminal", async () => {
  const [server, peer] = await startWithPeer("--log-messages");
  const { localPort } = peer.socket;
  const from = { level: INFO, remoteAddress: "127.0.0.1", remotePort: localPort };
  peer
    .send(`Handy Arfiano Hastyawan\n\x1b[2J\u202e\x9b\x7f\n${"x".repeat(500)}\n`)
    .send(Buffer.from([0xfe]))
    .halfClose();
  await peer.rest();
  await server.printed("galat");
  expect(server.log.filter((line) => "text" in line)).toMatchObject([
    {
      ...from,
      text: "Handy Arfiano Hastyawan",
      counts: [23],
      msg: `Request dari client 127.0.0.1:${localPort} : Handy Arfiano Hastyawan · Jawaban : 23`,
    },
    { ...from, text: "\\x1b[2J\\u202e\\x9b\\x7f", counts: [7] },
    { ...from, text: `${"x".repeat(200)} \u2026`, counts: [500] },
    { ...from, text: "\ufffd", errorCode: 1, explanation: "offset 0: not well-formed UTF-8" },
  ]);
  expect(server.log.at(-1)?.msg).toBe(
    `Request dari client 127.0.0.1:${localPort} : \ufffd · Jawaban : galat 1, bukan UTF-8 yang sah`,
  );
});

test("a message is not logged unless it is asked for", async () => {
  const [server, peer] = await startWithPeer("--log-level", "trace");
  await peer.ask("rahasia\n", 46);
  await peer.close();
  await server.printed("selesai");
  expect(server.stdout).not.toContain("rahasia");
});

describe("connections", () => {
  test("each is logged for those who debug, with duration, messages and bytes", async () => {
    const [server, peer] = await startWithPeer("--log-level", "debug");
    const { localPort } = peer.socket;
    await peer.ask("a\nb\n", 92);
    await peer.close();
    await server.printed("selesai");
    expect(lineWith(server, "bytesRead")).toMatchObject({
      level: 20,
      remoteAddress: "127.0.0.1",
      remotePort: localPort,
      mode: "text",
      messages: 2,
      bytesRead: 4,
      durationMs: expect.any(Number),
      msg: `Koneksi 127.0.0.1:${localPort} selesai: 2 pesan dijawab.`,
    });
  });

  test("one that is refused, and one that breaks the protocol, are warnings", async () => {
    const [server, peer] = await startWithPeer("--max-connections", "1");
    await peer.ask("a\n", 46);
    const refused = await Peer.connect(server.port);
    const { localPort } = refused.socket;
    refused.send("b\n");
    await refused.rest();
    expect(server.log.at(-1)).toMatchObject({
      level: WARN,
      remotePort: localPort,
      msg: expect.stringContaining("ditolak: sudah ada 1 koneksi"),
    });
    await peer.close();
    const bad = await (async () => {
      // The place of the first is free once the server has seen that it is gone.
      for (;;) {
        const next = await Peer.connect(server.port);
        const { localPort } = next.socket;
        next.send(frame(0xfe, 1)).halfClose();
        if ((await next.rest())[1] === 16) return localPort;
      }
    })();
    await server.printed("galat 16");
    expect(lineWith(server, "errorCode")).toMatchObject({
      level: WARN,
      remotePort: bad,
      mode: "frames",
      errorCode: 16,
    });
  });

  test("a reset is no warning: clients go away", async () => {
    const [server, peer] = await startWithPeer("--log-level", "debug");
    await peer.ask("a\n", 46);
    reset(peer.socket);
    await server.printed("ECONNRESET");
    expect(lineWith(server, "systemError")).toMatchObject({ level: 20, systemError: "ECONNRESET" });
  });

  test("neither is one of a client that was told of the shutdown", async () => {
    const [server, peer] = await startWithPeer("--log-level", "debug");
    await peer.ask(frame(0xf9, 1, "a"), 14);
    // It does not read the error, so that its end is a reset.
    peer.socket.pause();
    server.stop();
    // Where it is said, it has come.
    await until(() => peer.socket.readableLength > 0);
    reset(peer.socket);
    await server.printed("ECONNRESET");
    expect(lineWith(server, "systemError")).toMatchObject({ level: 20, errorCode: 19 });
  });
});

test("refusals are told at once, and then at most once a second, with their number", async () => {
  stopTime();
  const [server, peer] = await startWithPeer("--max-connections", "1");
  await peer.ask("a\n", 46);
  const refuse = async () => {
    const refused = await Peer.connect(server.port);
    expect(String(await refused.send("x\n").rest())).toContain("sedang penuh");
  };
  const told = () => server.log.filter(({ event }) => event === "refused");
  await refuse();
  await refuse();
  await refuse();
  expect(told()).toMatchObject([
    {
      level: WARN,
      refused: 1,
      maxConnections: 1,
      remoteAddress: "127.0.0.1",
      remotePort: expect.any(Number),
    },
  ]);
  await pass(999);
  expect(told()).toHaveLength(1);
  await pass(1);
  expect(told()[1]).toMatchObject({ refused: 2, msg: "2 klien lagi ditolak: sudah ada 1 koneksi." });
  await pass(1000);
  await refuse();
  expect(told().map(({ refused }) => refused)).toEqual([1, 2, 1]);
  await peer.close();
});

test("behind a proxy the log tells the client's own address", async () => {
  const [server, peer] = await startWithPeer("--proxy-protocol", "--log-messages", "--log-level", "debug");
  await peer.ask("PROXY TCP6 2001:db8::7 2001:db8::1 56581 12345\r\nhalo\n", 46);
  await peer.close();
  await server.printed("selesai");
  const client = { remoteAddress: "2001:db8::7", remotePort: 56581 };
  expect(server.log.find(({ event }) => event === "message")).toMatchObject({
    ...client,
    msg: "Request dari client [2001:db8::7]:56581 : halo · Jawaban : 4",
  });
  expect(server.log.find(({ event }) => event === "disconnected")).toMatchObject(client);
});

test("connections without a PROXY header are told with the reason, and then with their number", async () => {
  stopTime();
  const [server, forged] = await startWithPeer("--proxy-protocol");
  await forged.send("x\n").rest();
  for (let i = 0; i < 3; i++) await (await Peer.connect(server.port)).send("PROXY\r\n").rest();
  await pass(1000);
  expect(server.log.filter(({ event }) => event === "rejected")).toMatchObject([
    { level: WARN, rejected: 1, reason: "EPROXY_MISSING", remoteAddress: "127.0.0.1" },
    { level: WARN, rejected: 3 },
  ]);
});

test("each line has an event, which is the same in both languages", async () => {
  const events = ["id", "en"].map(async (language) => {
    const server = start("--port", "0", "--lang", language, "--log-level", "debug", "--metrics-port", "0");
    await until(() => server.stdout.includes('"listening"'));
    const peer = await Peer.connect(server.port);
    peer.send("a\n").halfClose();
    await peer.rest();
    const broken = await Peer.connect(server.port);
    await broken.send(frame(0xfc, 1)).rest();
    for (const signal of ["SIGHUP", "SIGUSR1", "SIGUSR2"]) server.signals.emit(signal, signal);
    await until(() => server.stdout.includes('"broken"') && server.stdout.includes('"disconnected"'));
    server.stop();
    await server.exitCode;
    return server.log.map(({ event }) => event);
  });
  const [indonesian, english] = (await Promise.all(events)) as [unknown[], unknown[]];
  expect(english).toEqual(indonesian);
  expect(indonesian.sort()).toEqual([
    "broken",
    "disconnected",
    "listening",
    "metrics_listening",
    "nothing_to_reload",
    "signal_ignored",
    "signal_ignored",
    "stopped",
  ]);
});

test("--log-level silent prints nothing", async () => {
  const server = start("--port", "0", "--log-level", "silent");
  server.stop();
  expect(await server.exitCode).toBe(0);
  expect(server.stdout + server.stderr).toBe("");
});

test("a terminal gets lines that a person can read, and how to try it", async () => {
  const server = startOnTerminal(80, "--port", "0", "--lang", "en");
  await server.printed("From another terminal: ");
  server.stop();
  expect(await server.exitCode).toBe(0);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: colours
  const lines = server.stdout.replace(/\x1b\[\d+m/g, "").split("\n");
  const time = String.raw`^\[\d\d:\d\d:\d\d\.\d\d\d\] INFO: `;
  expect(lines).toEqual([
    expect.stringMatching(`${time}The server listens on 127\\.0\\.0\\.1:\\d+\\. Ctrl-C stops it\\.$`),
    expect.stringMatching(`${time}From another terminal: `),
    expect.stringMatching(`${time}Server stopped\\.$`),
    "",
  ]);
});

test("more connections than there are file descriptors are warned of", async () => {
  const server = start("--port", "0", "--max-connections", "999999999");
  await server.printed("melebihi batas deskriptor berkas");
  expect(server.log.at(-1)).toMatchObject({ level: WARN, maxConnections: 999_999_999 });
});

test("lines are dropped, and their number is told, while the reader is far behind", async () => {
  const read: string[] = [];
  let resume: (() => void) | undefined;
  let isStalled = true;
  const stream = new Writable({
    write(chunk, _encoding, done) {
      read.push(String(chunk));
      if (isStalled) resume = done;
      else done();
    },
  });
  const log = await createLog(stream, "info", WORDING.en.log);
  for (let i = 0; i < 3000; i++) log.info({ event: "message" }, "x".repeat(1000));
  expect(stream.writableLength).toBeLessThan(1_100_000);
  const drained = once(stream, "drain");
  isStalled = false;
  resume?.();
  await drained;
  log.info({ event: "message" }, "after");
  const lines = read
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines.at(-1).msg).toBe("after");
  const { dropped, level } = lines.at(-2);
  expect({ level, sum: dropped + lines.length - 2 }).toEqual({ level: WARN, sum: 3000 });
});
