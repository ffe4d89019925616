import { once } from "node:events";
import { createServer as createTcpServer } from "node:net";
import { afterEach, describe, expect, test } from "@jest/globals";
import { COUNT_SIZE, frame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { type Admin, startAdmin } from "../../src/hitung-server/admin.js";
import { parse } from "../../src/hitung-server/command-line.js";
import { type Service, SingleService } from "../../src/hitung-server/service.js";
import type { Server } from "../../src/index.js";
import { connectTo } from "../servers.js";
import { start } from "./command.js";

const MESSAGE = 0xf9;

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A server that is watched, which ends with the test. */
async function startWatched(
  options = {},
  timeout?: number,
): Promise<{ service: Service; server: Server; admin: Admin; url: string; full: number[] }> {
  const full: number[] = [];
  const asked = parse(["--port", "0", "--metrics-port", "0"]).readOptions();
  const service = new SingleService({ ...asked, ...options }, undefined, undefined);
  const address = { host: "127.0.0.1", port: 0 };
  const onFull = (connections: number) => full.push(connections);
  const admin = await startAdmin(service, "1.2.3", address, onFull, timeout);
  closing.push(() => service.close().then(() => admin.close()));
  const { server } = service;
  return { service, server, admin, full, url: `http://127.0.0.1:${admin.address.port}` };
}

/** The samples of Prometheus's text format: name and labels, and value. */
async function samples(url: string): Promise<Map<string, number>> {
  const response = await fetch(`${url}/metrics`);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(
    lines.map((line) => {
      const [, name = "", value = ""] = /^(\S+(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
      return [name, Number(value)];
    }),
  );
}

describe("/metrics", () => {
  test("counts connections, messages by mode and units, bytes, errors, and the times of replies", async () => {
    const { server, url } = await startWatched({ maxConnections: 2 });
    await server.listen();
    const [text, frames] = [await connectTo(server), await connectTo(server)];
    await text.ask("a\nbc\n\n", 3 * 46);
    // Sixty together take the fast road; the one that is not UTF-8 and the last do not.
    const short = Array.from({ length: 60 }, () => frame(MESSAGE, 1, "Handy Arfiano Hastyawan"));
    const sent = Buffer.concat([
      ...short,
      frame(MESSAGE, 1, Uint8Array.of(0xff)),
      frame(MESSAGE, 15, "x".repeat(9000)),
    ]);
    frames.send(sent);
    await frames.read(60 * COUNT_SIZE + 6 + 31 + 6 + 4 * 8);
    const refused = await connectTo(server);
    refused.send("x\n");
    await refused.rest();

    const found = await samples(url);
    expect(Object.fromEntries(found)).toMatchObject({
      hitung_connections_open: 2,
      hitung_connections_limit: 2,
      hitung_connections_total: 2,
      'hitung_connections_refused_total{reason="busy"}': 1,
      'hitung_connections_refused_total{reason="proxy_header"}': 0,
      [`hitung_build_info{version="1.2.3",unicode="17.0.0",node="${process.versions.node}"}`]: 1,
      hitung_connections_idle_total: 0,
      hitung_received_bytes_total: 6 + sent.length,
      'hitung_messages_total{mode="text",units="code-points"}': 3,
      'hitung_messages_total{mode="frames",units="code-points"}': 60,
      'hitung_messages_total{mode="frames",units="code-points+graphemes+utf16+bytes"}': 1,
      'hitung_errors_total{mode="frames",code="1",error="invalid_utf8"}': 1,
      'hitung_errors_total{mode="text",code="17",error="server_busy"}': 1,
      hitung_reply_duration_seconds_count: 65,
      'hitung_reply_duration_seconds_bucket{le="+Inf"}': 65,
      process_resident_memory_bytes: expect.any(Number),
      nodejs_eventloop_lag_p99_seconds: expect.any(Number),
    });
    expect(found.get("hitung_reply_duration_seconds_sum")).toBeGreaterThan(0);
  });

  test("the time of a reply begins with the last byte: a pause shows in it", async () => {
    const { server, url } = await startWatched();
    await server.listen();
    const peer = await connectTo(server);
    await peer.ask("halo", 45);
    const found = await samples(url);
    expect(found.get('hitung_reply_duration_seconds_bucket{le="0.1"}')).toBe(0);
    expect(found.get("hitung_reply_duration_seconds_count")).toBe(1);
    expect(found.get("hitung_reply_duration_seconds_sum")).toBeGreaterThan(0.24);
  });
});

test("/healthz, /readyz while it listens only, and what is not there", async () => {
  const { service, server, url } = await startWatched();
  const get = async (path: string, method = "GET") => {
    const response = await fetch(url + path, { method });
    return [response.status, await response.text()];
  };
  expect(await get("/healthz")).toEqual([200, "ok\n"]);
  expect(await get("/readyz")).toEqual([503, "not ready\n"]);
  await server.listen();
  expect(await get("/readyz?verbose")).toEqual([200, "ready\n"]);
  const peer = await connectTo(server);
  const closed = service.close();
  // HAProxy takes this for: no new clients, and leave the others.
  expect(await get("/readyz")).toEqual([404, "stopping\n"]);
  expect(await get("/healthz")).toEqual([200, "ok\n"]);
  await peer.close();
  await closed;
  expect(await get("/")).toEqual([404, "/healthz\n/readyz\n/metrics\n"]);
  expect(await get("/metrics", "POST")).toEqual([405, ""]);
});

test.each([
  ["/healthz", 200],
  ["http://example.test:9/healthz", 200],
  ["HTTP://[::1]/healthz?x", 200],
  ["http://example.test/other", 404],
  ["http://example.test", 404],
  ["http://", 404],
  ["//healthz", 404],
  ["*", 404],
])("a request for %s", async (target, status) => {
  const { admin } = await startWatched();
  const peer = await Peer.connect(admin.address.port);
  peer.send(`GET ${target} HTTP/1.1\r\nHost: example.test\r\nConnection: close\r\n\r\n`);
  expect(String(await peer.rest())).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test.each([
  ["that says nothing", ""],
  ["whose request is not whole", "GET /metrics HTTP/1.1\r\nHost: a"],
  ["whose body does not come", "POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"],
  ["that asks nothing more", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"],
])("a connection %s is closed", async (_what, request) => {
  const { admin } = await startWatched({}, 50);
  const peer = await Peer.connect(admin.address.port);
  if (request !== "") peer.send(request);
  await peer.closed;
});

test("8 connections at once: one more takes the place of the oldest, and one word tells of all of them", async () => {
  const { admin, full, url } = await startWatched();
  const silent: Peer[] = [];
  for (let i = 0; i < 20; i++) silent.push(await Peer.connect(admin.address.port));
  await Promise.all(silent.slice(0, 12).map(({ closed }) => closed));
  expect(full).toEqual([8]);
  for (let i = 0; i < 20; i++) expect((await fetch(`${url}/healthz`)).status).toBe(200);
  expect(full).toEqual([8]);
  expect(silent.at(-1)?.socket.destroyed).toBe(false);
  for (const peer of silent) peer.socket.destroy();
});

describe("the command line", () => {
  test("--metrics-port serves them on loopback until the last client is gone", async () => {
    const server = start("--port", "0", "--metrics-port", "0", "--lang", "en");
    await server.printed("The server listens on ");
    const [, url = ""] = /Metrics are at (http:\S+)\/metrics/.exec(server.stdout) ?? [];
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const peer = await Peer.connect(server.port);
    await peer.ask("a\n", "The message has 1 character\n".length);
    expect((await samples(url)).get("hitung_connections_open")).toBe(1);
    server.stop();
    await server.printed("takes no more clients; 1 connection ends within 10 seconds");
    expect((await fetch(`${url}/readyz`)).status).toBe(404);
    await peer.close();
    expect(await server.exitCode).toBe(0);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });

  test("a port that is taken is told, and nothing is left listening", async () => {
    const taken = createTcpServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const server = start("--port", "0", "--metrics-port", String(port));
    expect(await server.exitCode).toBe(1);
    expect(server.stderr).toMatch(
      new RegExp(
        `^hitung-server: Metrik tidak dapat disajikan di 127\\.0\\.0\\.1 port ${port}: .*EADDRINUSE.*--metrics-port\\.\n$`,
      ),
    );
    taken.close();
  });
});
