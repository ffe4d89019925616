import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { frame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { BINS, Process, startServerProcess, testWith } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { until } from "../../../../testing/until.js";
import { connectToPath } from "../sockets/paths.js";
import { Command, start } from "./command.js";

const MESSAGE = 0xf9;
const PART = 0xf8;

/** A server with workers in this process, and the processes that are its workers. */
async function startCrew(...args: string[]): Promise<Command> {
  const server = start("--port", "0", "--workers", "2", ...args);
  await server.printed("Server mendengarkan");
  return server;
}

/** The workers that listen, as the log tells them. */
function workersOf(server: Command): number[] {
  const pids: number[] = [];
  for (const { event, worker } of server.log) {
    if (event === "worker_listening") pids.push(Number(worker));
    else if (event === "worker_died") pids.splice(pids.indexOf(Number(worker)), 1);
  }
  return pids;
}

/** How often the log tells of an event. */
function times(server: Command, event: string): number {
  return server.log.filter((line) => line.event === event).length;
}

async function connected(port: number): Promise<Peer> {
  const peer = await Peer.connect(port);
  whenTestEnds(() => peer.close());
  return peer;
}

/** One that has ended may wait for its parent to take note of it, as a zombie. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !existsSync("/proc/self") || !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

/** The samples of `/metrics`, by name and labels. */
async function metricsOf(server: Command): Promise<Map<string, number>> {
  return await metricsAt(Number(server.log.find(({ event }) => event === "metrics_listening")?.port));
}

async function metricsAt(port: number): Promise<Map<string, number>> {
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  return new Map(
    Array.from(text.matchAll(/^(hitung_\S+) (\S+)$/gm), ([, name = "", value]) => [name, Number(value)]),
  );
}

test("two processes answer, and both end when they are told to", async () => {
  const server = await startCrew();
  expect(server.log.find(({ event }) => event === "listening")).toMatchObject({
    workers: 2,
    maxConnections: 10_000,
  });
  const workers = workersOf(server);
  expect(workers).toHaveLength(2);
  const peers = await Promise.all(Array.from({ length: 20 }, () => connected(server.port)));
  for (const [i, peer] of peers.entries()) {
    const request = "x".repeat(i);
    expect(await peer.ask(`${request}\n`, 46 + String(i).length - 1)).toBe(sentence(i, "\n"));
  }
  server.stop();
  await server.printed("tidak menerima klien lagi");
  expect(await server.exitCode).toBe(0);
  for (const peer of peers) expect(await peer.closed).toBeUndefined();
  await until(() => !workers.some(isAlive));
  expect(server.log.at(-1)).toMatchObject({ event: "stopped" });
});

test("workers that are killed are replaced, and who comes while there is none waits and is answered", async () => {
  const server = await startCrew("--metrics-port", "0");
  const peer = await connected(server.port);
  await peer.ask("a\nb\nc\n", 3 * 46);
  expect((await metricsOf(server)).get('hitung_messages_total{mode="text",units="code-points"}')).toBe(3);
  for (const pid of workersOf(server)) process.kill(pid, "SIGKILL");
  const late = await connected(server.port);
  expect(await late.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await until(() => workersOf(server).length === 2);
  const died = server.log.filter(({ event }) => event === "worker_died");
  expect(died).toMatchObject([{ how: "SIGKILL" }, { how: "SIGKILL" }]);
  expect(Object.fromEntries(await metricsOf(server))).toMatchObject({
    // What the dead had counted stays.
    'hitung_messages_total{mode="text",units="code-points"}': 4,
    hitung_connections_total: 2,
    hitung_connections_open: 1,
    'hitung_workers{state="listening"}': 2,
    hitung_worker_deaths_total: 2,
  });
});

test("a worker that is stopped keeps no page waiting, and its counters stand", async () => {
  const server = await startCrew("--metrics-port", "0");
  const peers = await Promise.all(Array.from({ length: 30 }, () => connected(server.port)));
  for (const peer of peers) await peer.ask("halo\n", 46);
  const counted = 'hitung_messages_total{mode="text",units="code-points"}';
  expect((await metricsOf(server)).get(counted)).toBe(30);
  const [stopped = 0] = workersOf(server);
  process.kill(stopped, "SIGSTOP");
  const found = await metricsOf(server);
  expect(found.get(counted)).toBe(30);
  expect(found.get("hitung_connections_open")).toBe(30);
  process.kill(stopped, "SIGCONT");
});

test("there are never more clients than --max-connections, whoever serves them", async () => {
  const server = await startServerProcess("--workers", "2", "--max-connections", "7", "--metrics-port", "0");
  const isFree = async () => (await metricsAt(server.metricsPort)).get("hitung_connections_open") === 0;
  for (let round = 0; round < 5; round++) {
    await until(isFree);
    const peers = await Promise.all(Array.from({ length: 20 }, () => connected(server.port)));
    const replies = await Promise.all(peers.map((peer) => peer.send(frame(MESSAGE, 1, "abc")).read(2)));
    const kinds = replies.map(([kind, tag]) => (kind === 0xfa ? "served" : `refused ${tag}`));
    expect(kinds.filter((kind) => kind === "served")).toHaveLength(7);
    expect(kinds.filter((kind) => kind === "refused 17")).toHaveLength(13);
    await Promise.all(peers.map((peer) => peer.close()));
  }
  expect((await metricsAt(server.metricsPort)).get('hitung_connections_refused_total{reason="busy"}')).toBe(
    65,
  );
  // The places of those whose worker dies are free again.
  const served = await Promise.all(Array.from({ length: 7 }, () => connected(server.port)));
  await until(async () => (await metricsAt(server.metricsPort)).get("hitung_connections_open") === 7);
  for (const pid of childrenOf(server.child)) process.kill(pid, "SIGKILL");
  await Promise.all(served.map(({ closed }) => closed));
  const next = await Promise.all(Array.from({ length: 10 }, () => connected(server.port)));
  const kinds = await Promise.all(next.map(async (peer) => (await peer.send(frame(MESSAGE, 1)).read(2))[0]));
  expect(kinds.filter((kind) => kind === 0xfa)).toHaveLength(7);
  server.child.kill("SIGTERM");
  const { stdout } = await server.finish();
  const refused = stdout.split("\n").filter((line) => line.includes('"event":"refused"'));
  // Each worker tells at most once a second, with the number.
  expect(refused.length).toBeLessThan(65);
  expect(JSON.parse(refused[0] as string)).toMatchObject({ refused: 1, maxConnections: 7 });
});

test("SIGUSR2 replaces all workers, none of whom a client sees go; asked twice, it does so twice", async () => {
  const server = await startCrew();
  const before = workersOf(server);
  const inside = await connected(server.port);
  // A message that has begun is waited for.
  inside.send(frame(PART, 1, "abc"));
  await until(() => inside.socket.bytesWritten === 9);
  server.signals.emit("SIGUSR2", "SIGUSR2");
  server.signals.emit("SIGUSR2", "SIGUSR2");
  await server.printed("2 proses pelayan diganti");
  let asked = 0;
  const asking = (async () => {
    while (times(server, "rolled") === 0) {
      const peer = await Peer.connect(server.port);
      expect(await peer.ask("halo\n", 46)).toContain("4");
      await peer.close();
      if (++asked === 20) inside.send(frame(MESSAGE, 1, "de"));
    }
  })();
  expect((await inside.read(14)).readUInt32BE(10)).toBe(5);
  expect([...(await inside.rest()).subarray(0, 2)]).toEqual([0xfb, 19]);
  await asking;
  expect(times(server, "worker_died")).toBe(0);
  expect(times(server, "rolling")).toBe(2);
  await until(() => !before.some(isAlive));
});

testWith("prlimit", "a worker that cannot start leaves the others as they are", async () => {
  const server = await startServerProcess("--workers", "2");
  const before = childrenOf(server.child);
  const lines = createInterface(server.child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => JSON.parse((await lines.next()).value as string).event;
  // The primary has no descriptor left for another process.
  const limit = (descriptors: string) =>
    spawnSync("prlimit", ["--pid", String(server.child.pid), `--nofile=${descriptors}:`]);
  limit("3");
  server.child.kill("SIGUSR2");
  expect([await next(), await next(), await next()]).toEqual(["rolling", "worker_failed", "not_rolled"]);
  expect(childrenOf(server.child)).toEqual(before);
  const peer = await connected(server.port);
  expect(await peer.ask("a\n", 46)).toBe(sentence(1, "\n"));
  // One that dies is replaced as soon as there is room.
  process.kill(before[0] as number, "SIGKILL");
  expect([await next(), await next()]).toEqual(["worker_died", "worker_failed"]);
  limit("1000");
  while ((await next()) !== "worker_listening");
  expect(childrenOf(server.child)).toHaveLength(2);
});

test("TLS: SIGHUP has all workers take the certificate anew, also those that come later", async () => {
  const folder = temporaryFolder();
  const certificate = new Certificate(folder, "localhost");
  const { certFile, keyFile } = certificate;
  const server = await startCrew("--tls-cert", certFile, "--tls-key", keyFile);
  // This process has to give its workers their slots meanwhile.
  const serialOf = async (): Promise<string> => {
    const address = `127.0.0.1:${server.port}`;
    const { stdout } = await new Process("openssl", ["s_client", "-connect", address]).finish();
    return (await new Process("openssl", ["x509", "-noout", "-serial"]).finish(stdout)).stdout;
  };
  const first = await serialOf();
  expect(first).toMatch(/^serial=/);
  new Certificate(folder, "localhost");
  server.signals.emit("SIGHUP");
  await server.printed("dibaca ulang");
  const second = await serialOf();
  expect(second).toMatch(/^serial=/);
  expect(second).not.toBe(first);
  for (let i = 0; i < 10; i++) expect(await serialOf()).toBe(second);
  server.signals.emit("SIGUSR2", "SIGUSR2");
  await server.printed("Semua proses pelayan sudah diganti");
  expect(await serialOf()).toBe(second);
});

test("a Unix socket with its mode, which is removed in the end; one that was left behind is replaced", async () => {
  const path = join(temporaryFolder(), "s");
  const left = new Command(["--socket", path, "--workers", "2", "--socket-mode", "600"]);
  await left.printed("mendengarkan di");
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const other = start("--socket", path, "--workers", "2");
  expect(await other.exitCode).toBe(1);
  expect(other.stderr).toContain("sudah dipakai");
  const peer = await connectToPath(path);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await peer.close();
  left.stop();
  expect(await left.exitCode).toBe(0);
  expect(() => statSync(path)).toThrow("ENOENT");

  const killed = spawn(process.execPath, [BINS["hitung-server"], "--socket", path, "--workers", "2"]);
  await once(killed.stdout, "data");
  killed.kill("SIGKILL");
  await once(killed, "exit");
  const next = start("--socket", path, "--workers", "2");
  await next.printed("mendengarkan di");
  expect(await (await connectToPath(path)).ask("halo\n", 46)).toBe(sentence(4, "\n"));
});

test.each([["0"], ["0.0.0.0"], ["::1"], ["localhost"]])("listening on host %s", async (host) => {
  const server = await startCrew("--host", host);
  const { address, port } = server.log.find(({ event }) => event === "listening") as {
    address: string;
    port: number;
  };
  expect(port).toBeGreaterThan(0);
  expect(address).not.toBe("");
  server.stop();
  expect(await server.exitCode).toBe(0);
});

test("a port that is taken is told once, and no process is left", async () => {
  const first = start("--port", "0");
  await first.printed("mendengarkan");
  const second = start("--port", String(first.port), "--workers", "4");
  expect(await second.exitCode).toBe(1);
  expect(second.stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(second.stderr).toContain(`Port ${first.port} di 127.0.0.1 sudah dipakai`);
});

test.each([
  [["--workers", "0"], "Nilainya auto, atau bilangan bulat dari 1 sampai 1024."],
  [["--workers", "many"], "Nilainya auto, atau bilangan bulat dari 1 sampai 1024."],
  [["--socket", "s", "--socket-mode", "888"], "tiga angka oktal"],
  [["--socket-mode", "600"], "--socket-mode hanya berlaku untuk --socket"],
])("%j is wrong usage", async (args, text) => {
  const server = start(...args);
  expect(await server.exitCode).toBe(2);
  expect(server.stderr).toContain(text);
});

/** The workers of a process. */
function childrenOf({ pid }: ChildProcess): number[] {
  const { stdout } = spawnSync("ps", ["-o", "pid=", "--ppid", String(pid)]);
  return stdout.toString().trim().split(/\s+/).map(Number);
}

test("signals to all of a group are obeyed by the primary alone; a second one ends all at once", async () => {
  const server = await startServerProcess("--workers", "2", "--drain-timeout", "3600");
  const workers = childrenOf(server.child);
  expect(workers).toHaveLength(2);
  const stuck = await connected(server.port);
  await stuck.ask("a\n", 46);
  stuck.socket.pause();
  stuck.send(Buffer.alloc(5_000_000, "\n"));
  for (const pid of workers)
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGUSR2"]) process.kill(pid, signal);
  const peer = await connected(server.port);
  expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  server.child.kill("SIGTERM");
  await peer.closed;
  server.child.kill("SIGTERM");
  expect(await server.finish()).toMatchObject({ code: null, signal: "SIGTERM" });
  await until(() => !workers.some(isAlive));
});

test("two signals at once end all at once, before any worker is told of the first", async () => {
  const server = await startServerProcess("--workers", "2", "--drain-timeout", "3600");
  const workers = childrenOf(server.child);
  const peer = await connected(server.port);
  await peer.ask("a\n", 46);
  peer.socket.pause();
  peer.send(Buffer.alloc(5_000_000, "\n"));
  for (const signal of ["SIGTERM", "SIGINT"] as const) server.child.kill(signal);
  expect(await server.finish()).toMatchObject({ code: null });
  await until(() => !workers.some(isAlive));
});

test("workers whose primary was killed answer what they have, and end", async () => {
  const server = await startServerProcess("--workers", "2");
  const workers = childrenOf(server.child);
  const inside = await connected(server.port);
  inside.send(frame(PART, 1, "abc"));
  await until(() => inside.socket.bytesWritten === 9);
  const other = await connected(server.port);
  await other.ask("a\n", 46);
  server.child.kill("SIGKILL");
  expect(await other.closed).toBeUndefined();
  inside.send(frame(MESSAGE, 1, "de"));
  expect((await inside.read(14)).readUInt32BE(10)).toBe(5);
  await inside.close();
  await until(() => !workers.some(isAlive));
});
