import { once } from "node:events";
import { connect as connectSocket } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { ConnectionError, connect, ServerError } from "../../src/index.js";
import { Call } from "../../src/library/call.js";
import { Pipeline } from "../../src/library/pipeline.js";
import { Servers } from "../../src/library/servers.js";
import { startServer } from "../server.js";

describe("the phase of a connection that fails", () => {
  test("connect: nobody listens", async () => {
    const port = await freePort();
    await expect(connect({ port })).rejects.toMatchObject({ code: "ECONNREFUSED", phase: "connect" });
  });

  test("connect: a TLS handshake that takes too long", async () => {
    const port = await startFakeServer(() => {});
    await expect(connect({ port, tls: true, connectTimeout: 20 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      phase: "connect",
    });
  });

  test("connect: a server that has gone, after all tries", async () => {
    const server = await startServer();
    await using client = await connect({ port: server.port, tries: 3 });
    await server.close();
    await expect(client.count("a")).rejects.toMatchObject({
      code: "ECONNREFUSED",
      phase: "connect",
      cause: { phase: "connect" },
    });
  });

  test.each([1, 2])("reply: a connection that ends, after %i tries", async (tries) => {
    const port = await startFakeServer((socket) => socket.once("data", () => socket.end()));
    await using client = await connect({ port, tries });
    await expect(client.count("a")).rejects.toMatchObject({ code: "EOF", phase: "reply" });
  });

  test("reply: a server that is silent, and a call that takes too long", async () => {
    const port = await startFakeServer(() => {});
    await using silent = await connect({ port, replyTimeout: 20 });
    await expect(silent.count("a")).rejects.toMatchObject({ code: "ETIMEDOUT", phase: "reply" });
    await using slow = await connect({ port });
    await expect(slow.count("a", { timeout: 20 })).rejects.toMatchObject({
      code: "ETIMEDOUT",
      phase: "reply",
    });
  });

  test("reply: a time limit of the system's on a connection that was made", async () => {
    const port = await startFakeServer(() => {});
    const address = { host: "127.0.0.1", port };
    const socket = connectSocket(address);
    await once(socket, "connect");
    const pipeline = new Pipeline({ socket, address }, new Servers([address]), { replyTimeout: 0, tries: 1 });
    const failed = new Promise((_resolve, reject) => pipeline.send(new Call(1, "a", () => {}, reject)));
    socket.destroy(Object.assign(new Error("read ETIMEDOUT"), { code: "ETIMEDOUT", syscall: "read" }));
    await expect(failed).rejects.toMatchObject({ code: "ETIMEDOUT", phase: "reply" });
    await pipeline.close();
  });

  test("reply, unless told otherwise", () => {
    expect(new ConnectionError("h", 1, "EOF").phase).toBe("reply");
  });
});

test("a callback that closes the client when the connection is lost leaves no call without an end", async () => {
  const port = await startFakeServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
  const client = await connect({ port });
  const writer = client.startMessage();
  writer.write(Buffer.from("a"));
  writer.write(Buffer.from("b"));
  const lost = new Promise((resolve) =>
    writer.finish(resolve, (error) => {
      client.close();
      resolve(error);
    }),
  );
  const behind = client.count("c");
  await expect(behind).rejects.toMatchObject({ code: "ECANCELED" });
  expect(await lost).toMatchObject({ code: "ECONNRESET" });
  await client.close();
});

test("what the documentation names is exported, and is the protocol's own", async () => {
  const library = await import("../../src/index.js");
  expect(Object.keys(library).sort()).toEqual([
    "Client",
    "ConnectionError",
    "ErrorCode",
    "InvalidUtf8Error",
    "MessageWriter",
    "ServerError",
    "connect",
  ]);
  await using client = await connect({ port: (await startServer({ maxMessageSize: 3 })).port });
  const invalid = await client.count(Buffer.from([0x61, 0xff])).catch((error) => error);
  expect(invalid).toBeInstanceOf(library.InvalidUtf8Error);
  const large = await client.count("abcd").catch((error) => error);
  expect(large).toBeInstanceOf(ServerError);
  // PROTOCOL.md gives a message that is too large the code 2.
  expect([large.code, library.ErrorCode.MESSAGE_TOO_LARGE]).toEqual([2, 2]);
  expect(client.startMessage()).toBeInstanceOf(library.MessageWriter);
});
