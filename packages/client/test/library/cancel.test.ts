import { once } from "node:events";
import type { Socket } from "node:net";
import { Readable } from "node:stream";
import { describe, expect, test } from "@jest/globals";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { connect } from "../../src/index.js";
import { startServer } from "../server.js";

const counts = (count: number) =>
  Buffer.from(`fa010000000800000000000000${count.toString(16).padStart(2, "0")}`, "hex");

/** A server that takes everything, and answers when it is told to. */
async function startMute(): Promise<{ port: number; sockets: Socket[]; received: () => Promise<Buffer> }> {
  const sockets: Socket[] = [];
  let onData = (_chunk: Buffer) => {};
  const port = await startFakeServer((socket) => {
    sockets.push(socket);
    socket.on("data", (chunk) => onData(chunk));
  });
  const received = () =>
    new Promise<Buffer>((resolve) => {
      onData = resolve;
    });
  return { port, sockets, received };
}

/** Whether a promise settles in this turn of the event loop. */
async function isSettled(promise: Promise<unknown>): Promise<boolean> {
  const settled = promise.then(
    () => true,
    () => true,
  );
  return Promise.race([settled, new Promise<boolean>((resolve) => setImmediate(resolve, false))]);
}

describe("a signal", () => {
  test("that is aborted already: nothing is sent", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const reason = new Error("changed my mind");
    await expect(client.count("a", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(client.measure("a", ["bytes"], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    const stream = new Readable({ read() {} });
    await expect(client.count(stream, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(stream.destroyed).toBe(true);
    expect(await client.count("ab")).toBe(2);
  });

  test("aborts a message that was sent: its reply is dropped, and the others get theirs", async () => {
    const { port, sockets, received } = await startMute();
    await using client = await connect({ port });
    const leaving = new AbortController();
    const sent = received();
    const calls = [client.count("a"), client.count("b", { signal: leaving.signal }), client.count("c")];
    await sent;
    leaving.abort("enough");
    await expect(calls[1]).rejects.toBe("enough");
    sockets[0]?.write(Buffer.concat([counts(1), counts(2), counts(3)]));
    expect(await calls[0]).toBe(1);
    expect(await calls[2]).toBe(3);
  });

  test("aborts a message that was not sent: it never is", async () => {
    const { port, received } = await startMute();
    await using client = await connect({ port });
    const leaving = new AbortController();
    const sent = received();
    const aborted = client.count("aborted", { signal: leaving.signal });
    client.count("sent").catch(() => {});
    leaving.abort();
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
    expect((await sent).toString("latin1")).toBe("\xf9\x01\0\0\0\x04sent");
  });

  test("shared by many calls aborts them all, is listened to once, and is let go", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const leaving = new AbortController();
    const warnings: string[] = [];
    const onWarning = ({ name }: Error) => warnings.push(name);
    process.on("warning", onWarning);
    await Promise.all(Array.from({ length: 1000 }, () => client.count("a", { signal: leaving.signal })));
    const calls = Array.from({ length: 1000 }, () => client.count("a", { signal: leaving.signal }));
    leaving.abort();
    const results = await Promise.allSettled(calls);
    expect(results.every(({ status }) => status === "rejected")).toBe(true);
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
    expect(await client.count("ab")).toBe(2);
  });

  test("aborts a stream in the middle: its message ends there, and the source is let go", async () => {
    const { port, sockets } = await startMute();
    await using client = await connect({ port });
    const leaving = new AbortController();
    const stream = new Readable({ read() {} });
    stream.push("half a me");
    const streamed = client.count(stream, { signal: leaving.signal });
    const next = client.count("ab");
    let received = "";
    const [socket] = sockets as [Socket];
    const receivedAll = async (length: number) => {
      while (received.length < length) received += (await once(socket, "data"))[0].toString("latin1");
    };
    await receivedAll(15);
    leaving.abort();
    await expect(streamed).rejects.toMatchObject({ name: "AbortError" });
    expect(stream.destroyed).toBe(true);
    await receivedAll(29);
    expect(received).toBe("\xf8\x01\0\0\0\x09half a me\xf9\x01\0\0\0\0\xf9\x01\0\0\0\x02ab");
    socket.write(Buffer.concat([counts(9), counts(2)]));
    expect(await next).toBe(2);
  });

  test("is aborted by the source itself, and the next messages are right", async () => {
    await using client = await connect({ port: (await startServer()).port });
    const leaving = new AbortController();
    const pieces = function* () {
      yield "a";
      leaving.abort();
      yield "b";
      yield "c";
    };
    const aborted = client.count(pieces(), { signal: leaving.signal });
    const next = client.count("ab");
    await expect(aborted).rejects.toMatchObject({ name: "AbortError" });
    expect(await next).toBe(2);
  });

  test("aborts a large message in the middle, and the next ones are right", async () => {
    const server = await startServer();
    await using client = await connect({ port: server.port });
    const leaving = new AbortController();
    const large = client.count(Buffer.alloc(100_000_000, 0x78), { signal: leaving.signal });
    const text = client.count("x".repeat(10_000_000), { signal: leaving.signal });
    const next = client.count("ab");
    setImmediate(() => leaving.abort());
    await expect(large).rejects.toMatchObject({ name: "AbortError" });
    await expect(text).rejects.toMatchObject({ name: "AbortError" });
    expect(await next).toBe(2);
  });

  test("ends an attempt to connect, with its reason", async () => {
    const port = await freePort();
    await expect(connect({ port, signal: AbortSignal.abort(new Error("no")) })).rejects.toThrow("no");
    const leaving = new AbortController();
    const connecting = connect({ port: (await startServer()).port, signal: leaving.signal });
    leaving.abort(null);
    await expect(connecting).rejects.toBe(null);
  });
});

test("a source that closes the client fails with it", async () => {
  const client = await connect({ port: (await startServer()).port });
  const pieces = function* () {
    yield "a";
    client.close();
    yield "b";
  };
  await expect(client.count(pieces())).rejects.toMatchObject({ code: "ECANCELED" });
  await client.close();
});

describe("a time limit", () => {
  test("of a call: it fails alone, and its late reply is dropped", async () => {
    const { port, sockets } = await startMute();
    await using client = await connect({ port });
    stopTime();
    const slow = client.count("a", { timeout: 400 });
    const patient = client.count("b");
    const failed = expect(slow).rejects.toMatchObject({
      name: "ConnectionError",
      code: "ETIMEDOUT",
      message: `127.0.0.1 port ${port}: ETIMEDOUT, no answer within 400 ms`,
    });
    await pass(399);
    expect(await isSettled(slow)).toBe(false);
    await pass(1);
    await failed;
    sockets[0]?.write(Buffer.concat([counts(1), counts(2)]));
    expect(await patient).toBe(2);
  });

  test("of a reply: what was sent is sent once more on another connection; who meets silence again fails", async () => {
    const { port, sockets, received } = await startMute();
    stopTime();
    await using client = await connect({ port, replyTimeout: 400 });
    let asked = received();
    const [lucky, unlucky] = [client.count("a"), client.count("b")];
    const failed = expect(unlucky).rejects.toMatchObject({
      code: "ETIMEDOUT",
      message: `127.0.0.1 port ${port}: ETIMEDOUT, no reply within 400 ms`,
    });
    const first = await asked;
    await pass(399);
    expect(sockets).toHaveLength(1);
    asked = received();
    await pass(1);
    // The pause before a connection is made again.
    await pass(50);
    expect(await asked).toEqual(first);
    sockets[1]?.write(counts(1));
    expect(await lucky).toBe(1);
    asked = received();
    const late = client.count("c");
    await asked;
    await pass(400);
    await failed;
    asked = received();
    await pass(50);
    expect((await asked).toString("latin1")).toBe("\xf9\x01\0\0\0\x01c");
    sockets[2]?.write(counts(3));
    expect(await late).toBe(3);
  });

  test("of a reply: with one try nothing is sent again, and a stream that was read cannot be", async () => {
    const { port, sockets, received } = await startMute();
    stopTime();
    for (const [message, options] of [
      ["a", { tries: 1 }],
      [["a", "b"], {}],
    ] as const) {
      await using client = await connect({ port, replyTimeout: 400, ...options });
      const asked = received();
      const failed = expect(client.count(message)).rejects.toMatchObject({ code: "ETIMEDOUT" });
      await asked;
      await pass(400);
      await failed;
    }
    expect(sockets).toHaveLength(2);
  });

  test("of a reply is not that of the person who writes a message", async () => {
    const { port } = await startServer();
    stopTime();
    await using client = await connect({ port, replyTimeout: 400 });
    const slow = async function* () {
      yield "a";
      await pass(700);
      yield "b";
    };
    expect(await client.count(slow())).toBe(2);
    expect(await client.count("abc")).toBe(3);
  });

  test("of a reply holds for a server that stops to read", async () => {
    const port = await startFakeServer((socket) => socket.pause());
    await using client = await connect({ port, replyTimeout: 100 });
    await expect(client.count(Buffer.alloc(50_000_000))).rejects.toMatchObject({ code: "ETIMEDOUT" });
  });

  test("passes over what came while the event loop was held up", async () => {
    const { port, sockets, received } = await startMute();
    stopTime();
    await using client = await connect({ port, replyTimeout: 400 });
    const sent = received();
    const calls = [client.count("a"), client.count("b")];
    await sent;
    sockets[0]?.write(counts(1));
    await pass(600);
    expect(await calls[0]).toBe(1);
    sockets[0]?.write(counts(2));
    expect(await calls[1]).toBe(2);
  });

  test("of connecting", async () => {
    const stalled = await startFakeServer(() => {});
    await expect(connect({ port: stalled, tls: true, connectTimeout: 50 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      message: `127.0.0.1 port ${stalled}: ETIMEDOUT, no connection within 50 ms`,
    });
  });
});
