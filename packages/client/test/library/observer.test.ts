import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../../testing/certificates.js";
import { countFrame, countsFrame, frame } from "../../../../testing/frames.js";
import { testWith } from "../../../../testing/processes.js";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { type Address, type ConnectOptions, connect } from "../../src/index.js";
import { startServer } from "../server.js";

const folder = temporaryFolder();

/** Notes the bytes of each connection, and where it leads. */
function observed() {
  const connections: { address: Address; sent: Buffer; received: Buffer }[] = [];
  const observe: ConnectOptions["observe"] = (address) => {
    const connection = { address, sent: Buffer.alloc(0), received: Buffer.alloc(0) };
    connections.push(connection);
    return {
      sent(bytes) {
        connection.sent = Buffer.concat([connection.sent, bytes]);
      },
      received(bytes) {
        connection.received = Buffer.concat([connection.received, bytes]);
      },
    };
  };
  return { connections, observe };
}

/** Counts two messages, and expects that the observer was told just their frames. */
async function expectObserved(options: ConnectOptions): Promise<void> {
  const { connections, observe } = observed();
  await using client = await connect({ ...options, observe });
  expect(await client.count("halo")).toBe(4);
  const text = Buffer.alloc(20_000, "x");
  expect(await client.measure(text, ["graphemes", "bytes"])).toEqual({ graphemes: 20_000, bytes: 20_000 });
  expect(connections).toEqual([
    {
      address: expect.objectContaining(options.path === undefined ? { port: options.port } : options),
      sent: Buffer.concat([frame(0xf9, 1, "halo"), frame(0xf9, 10, text)]),
      received: Buffer.concat([countFrame(4), countsFrame(10, 20_000, 20_000)]),
    },
  ]);
}

describe("an observer is told all bytes of a connection", () => {
  test("over TCP", async () => {
    const { port } = await startServer();
    await expectObserved({ port });
  });

  test("over a Unix socket", async () => {
    const path = join(folder, "hitung.sock");
    await startServer({ path });
    await expectObserved({ path });
  });

  testWith("openssl", "over TLS, as they are before they are encrypted", async () => {
    const tls = new Certificate(folder, "server");
    const { port } = await startServer({ tls });
    await expectObserved({ port, tls: { ca: tls.cert } });
  });
});

test("each connection has an observer of its own, and one that is not made has none", async () => {
  let connections = 0;
  // Breaks the first one in the middle of a reply.
  const port = await startFakeServer((socket) => {
    const isFirst = ++connections === 1;
    socket.once("data", () => {
      if (isFirst) socket.end(countFrame(3).subarray(0, 4));
      else socket.write(countFrame(3));
    });
  });
  const { connections: told, observe } = observed();
  const servers = [{ port: await freePort() }, { port }];
  await using client = await connect({ servers, observe });
  expect(await client.count("abc")).toBe(3);
  const sent = frame(0xf9, 1, "abc");
  expect(told).toMatchObject([
    { address: { host: "127.0.0.1", port }, sent, received: countFrame(3).subarray(0, 4) },
    { address: { host: "127.0.0.1", port }, sent, received: countFrame(3) },
  ]);
});

test("what the server says first is told, too", async () => {
  const port = await startFakeServer((socket) => socket.write("220 mail.example.org ESMTP\r\n"));
  const { connections, observe } = observed();
  await using client = await connect({ port, observe });
  await expect(client.count("abc")).rejects.toMatchObject({ code: "EPROTO" });
  expect(connections[0]?.received.toString()).toBe("220 mail.example.org ESMTP\r\n");
});
