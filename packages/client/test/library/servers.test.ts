import { createReadStream, writeFileSync } from "node:fs";
import { connect as connectSocket, type Socket } from "node:net";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { countFrame } from "../../../../testing/frames.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";
import { startServer } from "../server.js";

/** Servers that say who they are: the first counts 1 in every message, the second 2, and so on. */
async function startNumbered(count: number) {
  const open = new Set<Socket>();
  const servers = await Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      port: await startFakeServer((socket) => {
        open.add(socket);
        socket.on("close", () => open.delete(socket));
        socket.on("data", () => socket.write(countFrame(i + 1)));
      }),
    })),
  );
  return { servers, open };
}

test("of several servers each gets its share of the clients, and one client stays where it is", async () => {
  const { servers } = await startNumbered(3);
  const found = new Map<number, number>();
  for (let i = 0; i < 150; i++) {
    await using client = await connect({ servers });
    const server = await client.count("a");
    expect(await client.count("a")).toBe(server);
    found.set(server, (found.get(server) ?? 0) + 1);
  }
  expect([...found.keys()].sort()).toEqual([1, 2, 3]);
  // With 50 expected, fewer than 20 come once in ten million times.
  for (const count of found.values()) expect(count).toBeGreaterThan(20);
});

test("servers that refuse are passed over", async () => {
  const dead = await freePort();
  const { port } = await startServer();
  for (let i = 0; i < 20; i++) {
    await using client = await connect({ servers: [{ port: dead }, { port }, { port: dead }] });
    expect(await client.count("abc")).toBe(3);
  }
});

test("a server that is lost is left for another one, and what it had not answered is asked there", async () => {
  const first = await startServer();
  const second = await startServer();
  const servers = [{ port: first.port }, { port: second.port }];
  await using client = await connect({ servers });
  expect(await client.count("a")).toBe(1);
  for (let i = 0; i < 5; i++) {
    const calls = Array.from({ length: 10 }, (_, length) => client.count("x".repeat(length)));
    // One of the two closes in the meantime; the other stays.
    if (i === 2) await first.close();
    expect(await Promise.all(calls)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
  await first.close();
});

test("what a server does not tell is as the other options say; all that fail are told by the last", async () => {
  const { port } = await startServer();
  await using client = await connect({ port, servers: [{}] });
  expect(await client.count("a")).toBe(1);
  const [one, other] = [await freePort(), await freePort()];
  const failed = await connect({ servers: [{ port: one }, { port: other }] }).catch((error) => error);
  expect(failed).toMatchObject({ name: "ConnectionError", code: "ECONNREFUSED", phase: "connect" });
  expect([one, other]).toContain(failed.port);
  await expect(connect({ servers: [] })).rejects.toThrow("there is no server among `servers`");
  await expect(connect({ servers: [{ port }, { host: "" }] })).rejects.toThrow("cannot be empty");
  await expect(connect({ servers: [{ port }, { port: 70_000 }] })).rejects.toThrow("not 70000");
});

test("the signal ends the attempts at all servers", async () => {
  const stalled = [await startFakeServer(() => {}), await startFakeServer(() => {})];
  const leaving = new AbortController();
  const connecting = connect({
    servers: stalled.map((port) => ({ port, tls: true })),
    signal: leaving.signal,
  });
  setImmediate(() => leaving.abort("enough"));
  await expect(connecting).rejects.toBe("enough");
  await expect(connect({ servers: [{}, {}], signal: AbortSignal.abort("before") })).rejects.toBe("before");
});

test("a server that does not speak is overtaken by one that does, before its time is over", async () => {
  const stalled = await startFakeServer(() => {});
  const certificateLess = await startServer();
  for (let i = 0; i < 4; i++) {
    await using client = await connect({
      servers: [{ port: stalled, tls: true }, { port: certificateLess.port }],
      connectTimeout: 3_600_000,
    });
    expect(await client.count("ab")).toBe(2);
  }
});

test("a name with several addresses: those that do not listen are passed over", async () => {
  // On most machines it is both ::1 and 127.0.0.1.
  const { port } = await startServer();
  for (let i = 0; i < 10; i++) {
    await using client = await connect({ host: "localhost", port });
    expect(await client.count("ab")).toBe(2);
  }
});

test("a stream that a function returns is sent again, and the one before is closed", async () => {
  const file = join(temporaryFolder(), "text");
  writeFileSync(file, "é".repeat(300_000));
  const streams: ReturnType<typeof createReadStream>[] = [];
  let connections = 0;
  const server = await startServer();
  // Breaks the first two connections in the middle.
  const port = await startFakeServer((socket) => {
    connections++;
    socket.once("data", () => socket.resetAndDestroy());
  });
  const retried: string[] = [];
  await using client = await connect({
    servers: [{ port }],
    onRetry: ({ message }) => {
      retried.push(message);
    },
    tries: 3,
  });
  const open = () => {
    const stream = createReadStream(file);
    streams.push(stream);
    return stream;
  };
  await expect(client.count(open)).rejects.toMatchObject({ name: "ConnectionError" });
  expect(streams).toHaveLength(3);
  expect(connections).toBe(3);
  expect(retried).toHaveLength(2);
  await using other = await connect({ port: server.port });
  expect(await other.count(open)).toBe(300_000);
  for (const stream of streams) expect(stream.destroyed).toBe(true);
});

test("a stream that a function returns is counted, with its neighbours, though the first connection breaks", async () => {
  const server = await startServer();
  let connections = 0;
  const port = await startFakeServer((socket) => {
    if (++connections === 1) socket.once("data", () => socket.resetAndDestroy());
    else {
      const behind = connectSocket({ port: server.port, host: "127.0.0.1" });
      socket.pipe(behind).pipe(socket);
      socket.on("close", () => behind.destroy());
    }
  });
  let opened = 0;
  const pieces = function* () {
    opened++;
    for (let i = 0; i < 500; i++) yield "0123456789";
  };
  await using client = await connect({ port });
  expect(await Promise.all([client.count("abc"), client.count(pieces), client.count("abcd")])).toEqual([
    3, 5000, 4,
  ]);
  expect(connections).toBe(2);
  expect(opened).toBe(2);
});

test("what the function throws fails its call alone, at first and when it is called again", async () => {
  const { port } = await startServer();
  await using client = await connect({ port });
  const broken = () => {
    throw new Error("no such stream");
  };
  const calls = [client.count("a"), client.count(broken), client.count("bc")];
  expect(await Promise.allSettled(calls)).toMatchObject([
    { value: 1 },
    { reason: { message: "no such stream" } },
    { value: 2 },
  ]);
  await expect(client.count((() => 7) as never)).rejects.toThrow(TypeError);
});
