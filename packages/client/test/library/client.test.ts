import type { Socket } from "node:net";
import { ErrorCode, type Unit } from "@hitung/protocol";
import { describe, expect, test } from "@jest/globals";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";
import { startServer } from "../server.js";

describe("counting", () => {
  test("strings and bytes", async () => {
    const client = await connect({ port: (await startServer()).port });
    expect(await client.count("Handy Arfiano Hastyawan")).toBe(23);
    expect(await client.count("")).toBe(0);
    expect(await client.count("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}")).toBe(5);
    expect(await client.count(Buffer.from("h\u00e9"))).toBe(2);
    expect(await client.count("\ud800")).toBe(1);
    await client.close();
  });

  test("in any unit, and in several at once", async () => {
    const client = await connect({ port: (await startServer()).port });
    const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
    expect(await client.count(family, { unit: "graphemes" })).toBe(1);
    expect(await client.measure(family)).toEqual({ codePoints: 5, graphemes: 1, utf16: 8, bytes: 18 });
    expect(await client.measure(family, ["bytes", "codePoints"])).toEqual({ codePoints: 5, bytes: 18 });
    await client.close();
  });

  test("units that do not exist are refused at once, with those that do", async () => {
    let sent = 0;
    const port = await startFakeServer((socket) => socket.on("data", (chunk) => (sent += chunk.length)));
    await using client = await connect({ port });
    const calls: [() => Promise<unknown>, string, string][] = [
      [() => client.count("x", { unit: "words" as Unit }), "RangeError", "there is no unit words"],
      [() => client.measure("x", ["bytes", "words" as Unit]), "RangeError", "there is no unit words"],
      [() => client.measure("x", []), "RangeError", "no unit is asked for"],
      [() => client.measure("x", "graphemes" as never), "TypeError", "must be an array"],
    ];
    for (const [call, name, problem] of calls) {
      const error = (await call().catch((error) => error)) as Error;
      expect(error).toMatchObject({ name, message: expect.stringContaining(problem) });
      expect(error.message).toContain("codePoints, graphemes, utf16, bytes");
    }
    // A writer has no promise that could fail: its check throws at once.
    expect(() => client.startMessage(["words" as Unit])).toThrow(RangeError);
    expect(() => client.startMessage([])).toThrow(/no unit is asked for/);
    expect(() => client.startMessage("bytes" as never)).toThrow(TypeError);
    expect(sent).toBe(0);
  });

  test("an address that can be none is refused", async () => {
    await expect(connect({ host: "" })).rejects.toMatchObject({
      name: "RangeError",
      message: "the host of a server cannot be empty",
    });
    await expect(connect({ path: "" })).rejects.toMatchObject({
      name: "RangeError",
      message: "the path of a Unix socket cannot be empty",
    });
    await expect(connect({ port: 99_999 })).rejects.toMatchObject({ name: "RangeError" });
  });

  test("calls made together go out together, and resolve in order", async () => {
    let chunks = 0;
    let answers: Buffer[] = [];
    const port = await startFakeServer((socket) =>
      socket.on("data", (chunk) => {
        chunks++;
        for (let i = 0; i < chunk.length / 7; i++)
          answers.push(Buffer.from(`fa0100000008000000000000000${i % 8}`, "hex"));
        socket.write(Buffer.concat(answers));
        answers = [];
      }),
    );
    const client = await connect({ port });
    const order: number[] = [];
    const counts = await Promise.all(
      Array.from({ length: 64 }, async (_, i) => {
        const count = await client.count("x");
        order.push(i);
        return count;
      }),
    );
    expect(chunks).toBe(1);
    expect(counts).toEqual(Array.from({ length: 64 }, (_, i) => i % 8));
    expect(order).toEqual(Array.from({ length: 64 }, (_, i) => i));
    await client.close();
  });

  test("a hundred thousand calls, small and large", async () => {
    const client = await connect({ port: (await startServer()).port });
    const sizes = Array.from({ length: 100_000 }, (_, i) => (i % 1000 === 0 ? 100_000 : i % 50));
    const counts = await Promise.all(sizes.map((size) => client.count("x".repeat(size))));
    expect(counts).toEqual(sizes);
    await client.close();
  });

  test("a message in pieces, cut inside characters", async () => {
    const client = await connect({ port: (await startServer()).port });
    const bytes = Buffer.from("h\u00e9\u{1f600}".repeat(30_000));
    const message = client.startMessage();
    for (let at = 0; at < bytes.length; at += 20_001) {
      message.write(bytes.subarray(at, at + 20_001));
      await message.drained();
    }
    expect(await message.end()).toEqual({
      codePoints: 90_000,
      graphemes: 90_000,
      utf16: 120_000,
      bytes: 210_000,
    });
    expect(await client.startMessage(["codePoints"]).end()).toEqual({ codePoints: 0 });
    await client.close();
  });
});

describe("errors", () => {
  test("bytes that are not UTF-8: the offset; the connection goes on", async () => {
    const client = await connect({ port: (await startServer()).port });
    const results = await Promise.allSettled([client.count(Buffer.from([0x61, 0xff])), client.count("ok")]);
    expect(results[0]).toMatchObject({
      status: "rejected",
      reason: { name: "InvalidUtf8Error", byteOffset: 1 },
    });
    expect(results[1]).toEqual({ status: "fulfilled", value: 2 });
    await client.close();
  });

  test("no server: host, port, code and cause", async () => {
    const port = await freePort();
    await expect(connect({ port })).rejects.toMatchObject({
      name: "ConnectionError",
      host: "127.0.0.1",
      port,
      code: "ECONNREFUSED",
      message: `127.0.0.1 port ${port}: ECONNREFUSED`,
      cause: { code: "ECONNREFUSED" },
    });
  });

  test.each([
    ["closes", "EOF", (socket: Socket) => socket.end()],
    ["resets", "ECONNRESET", (socket: Socket) => socket.resetAndDestroy()],
    ["answers something else", "EPROTO", (socket: Socket) => socket.write("HTTP/1.1 400")],
  ])("a server that %s fails every message that waits, where one try is all", async (_what, code, act) => {
    const port = await startFakeServer((socket) => socket.once("data", () => act(socket)));
    const client = await connect({ port, tries: 1 });
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => client.count("x")));
    expect(results.at(-1)).toMatchObject({ reason: { name: "ConnectionError", code } });
    expect(client.isConnected).toBe(false);
    await expect(client.count("x")).rejects.toMatchObject({ code });
    await client.drained();
  });

  test("a reply to no message ends the connection", async () => {
    const twoReplies = Buffer.from("fa01000000080000000000000001".repeat(2), "hex");
    let connections = 0;
    const port = await startFakeServer((socket) => {
      connections++;
      socket.once("data", () => socket.write(twoReplies));
    });
    const client = await connect({ port });
    expect(await client.count("x")).toBe(1);
    expect(client.isConnected).toBe(false);
    expect(await client.count("x")).toBe(1);
    expect(connections).toBe(2);
    await client.close();
  });

  test("an error after which the server closes fails every message that waits", async () => {
    const port = await startFakeServer((socket) =>
      socket.once("data", () => socket.end(Buffer.from("fb110000000462757379", "hex"))),
    );
    const client = await connect({ port, tries: 1 });
    const results = await Promise.allSettled([client.count("a"), client.count("b")]);
    for (const result of results)
      expect(result).toMatchObject({ reason: { name: "ServerError", code: 17, message: "busy", port } });
  });

  test("an error that fails one message only", async () => {
    const port = await startFakeServer((socket) =>
      socket.once("data", () => socket.write(Buffer.from("fb03000000026e6f", "hex"))),
    );
    const client = await connect({ port });
    await expect(client.count("a")).rejects.toMatchObject({
      name: "ServerError",
      code: ErrorCode.INVALID_UNITS,
      message: "no",
    });
    expect([client.isConnected, client.isClosed]).toEqual([true, false]);
    await client.close();
    expect([client.isConnected, client.isClosed]).toEqual([false, true]);
  });

  test("counts of units that were not asked for", async () => {
    const bytes = Buffer.from("fa08000000080000000000000001", "hex");
    const client = await connect({
      port: await startFakeServer((socket) => socket.once("data", () => socket.write(bytes))),
    });
    await expect(client.count("a")).rejects.toMatchObject({
      name: "ConnectionError",
      code: "EPROTO",
      message: expect.stringContaining("asked for units 1, got 8"),
    });
    expect(client.isConnected).toBe(false);
    await client.close();
  });

  test("close fails what waits", async () => {
    const client = await connect({ port: await startFakeServer(() => {}) });
    const waiting = client.count("a");
    const closed = client.close();
    await expect(waiting).rejects.toMatchObject({ name: "ConnectionError", code: "ECANCELED" });
    await closed;
    await expect(client.count("a")).rejects.toMatchObject({ code: "ECANCELED" });
    await expect(client.drained()).rejects.toMatchObject({ code: "ECANCELED" });
    await client.close();
  });

  test("whoever waits to send more is told when the connection is lost", async () => {
    const port = await startFakeServer((socket) => setImmediate(() => socket.resetAndDestroy()));
    const client = await connect({ port });
    const message = client.startMessage();
    const sending = async () => {
      for (;;) {
        message.write(Buffer.alloc(1_000_000));
        await message.drained();
      }
    };
    await expect(sending()).rejects.toMatchObject({ name: "ConnectionError" });
    await expect(message.end()).rejects.toMatchObject({ name: "ConnectionError" });
  });
});
