import { once } from "node:events";
import { connect as connectSocket, createServer, type Socket } from "node:net";
import { describe, expect, test } from "@jest/globals";
import { freePort, startFakeServer } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";
import { isItself } from "../../src/library/socket.js";
import { startServer } from "../server.js";
import { surviveKills } from "./kills.js";

const ONE = Buffer.from("fa01000000080000000000000001", "hex");
const frame = (payload: string) =>
  Buffer.concat([Buffer.from("f90100000001", "hex"), Buffer.from(payload)]).toString("hex");

/** A server whose first connection ends as told, and whose next ones answer 1 to each message of one byte. */
async function failingOnce(fail: (socket: Socket) => void): Promise<{ port: number; received: string[] }> {
  const received: string[] = [];
  const port = await startFakeServer((socket) => {
    const isFirst = received.push("") === 1;
    const at = received.length - 1;
    socket.on("data", (chunk) => {
      received[at] += chunk.toString("hex");
      if (isFirst) fail(socket);
      else for (let i = 0; i < chunk.length; i += 7) socket.write(ONE);
    });
  });
  return { port, received };
}

describe("a lost connection", () => {
  test.each([
    ["ends", (socket: Socket) => socket.end()],
    ["is reset", (socket: Socket) => socket.resetAndDestroy()],
    ["is refused as the server is busy", (socket: Socket) => socket.end(Buffer.from("fb1100000000", "hex"))],
    ["is idle for too long", (socket: Socket) => socket.end(Buffer.from("fb1200000000", "hex"))],
    ["ends as the server shuts down", (socket: Socket) => socket.end(Buffer.from("fb1300000000", "hex"))],
    ["ends in the middle of a reply", (socket: Socket) => socket.end(ONE.subarray(0, 9))],
    ["is refused in text", (socket: Socket) => socket.end("Error: the server is busy, try again later\n")],
    [
      "is refused in text, in pieces",
      (socket: Socket) => {
        socket.write("Galat: server sedang ");
        setImmediate(() => socket.end("penuh, coba lagi nanti\n"));
      },
    ],
    [
      "was idle, as told in text",
      (socket: Socket) => socket.end("Galat: koneksi ditutup karena terlalu lama diam\n"),
    ],
  ])("that %s: the messages are sent again, in order", async (_what, fail) => {
    const { port, received } = await failingOnce(fail);
    const client = await connect({ port });
    expect(await Promise.all(["a", "b", "c"].map((message) => client.count(message)))).toEqual([1, 1, 1]);
    const messages = ["a", "b", "c"].map(frame).join("");
    expect(received).toEqual([messages, messages]);
    await client.close();
  });

  test("what was answered is not sent again", async () => {
    const { port, received } = await failingOnce((socket) => socket.end(ONE));
    const client = await connect({ port });
    await Promise.all(["a", "b", "c"].map((message) => client.count(message)));
    expect(received[1]).toBe(["b", "c"].map(frame).join(""));
    await client.close();
  });

  test("while nothing waits: the next call connects anew", async () => {
    const sockets: Socket[] = [];
    const port = await startFakeServer((socket) => {
      sockets.push(socket);
      socket.on("data", () => socket.write(ONE));
    });
    const client = await connect({ port });
    await client.count("a");
    const gone = once(sockets[0] as Socket, "end");
    sockets[0]?.end(Buffer.from("fb120000000469646c65", "hex"));
    await gone;
    expect(client.isConnected).toBe(false);
    expect(sockets.length).toBe(1);
    expect(await client.count("b")).toBe(1);
    expect(sockets.length).toBe(2);
    await client.close();
  });

  test("a server that is killed and comes back: every message is answered, and right", async () => {
    await surviveKills(5);
  }, 120_000);
});

describe("no answer to be had", () => {
  test.each([
    ["closes", "EOF", (socket: Socket) => socket.end()],
    ["resets", "ECONNRESET", (socket: Socket) => socket.resetAndDestroy()],
  ])("a server that always %s: so many tries, then the last error as cause", async (_what, code, act) => {
    let connections = 0;
    const port = await startFakeServer((socket) => {
      connections++;
      socket.once("data", () => act(socket));
    });
    const client = await connect({ port, tries: 4 });
    const [first, second] = await Promise.allSettled([client.count("a"), client.count("b")]);
    expect(first).toMatchObject({
      reason: {
        name: "ConnectionError",
        code,
        message: `127.0.0.1 port ${port}: ${code}, no answer in 4 tries`,
        cause: { name: "ConnectionError", code },
      },
    });
    expect(second.status).toBe("rejected");
    expect(connections).toBe(4);
    await client.close();
  });

  test.each([
    ["HTTP", "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", "HTTP/1.1 400 Bad Request"],
    ["that would move a terminal", "SSH-2.0-\u001b[2Jx\r\n", "SSH-2.0-\\x1b[2Jx"],
    ["without a line end", "Galat: serv", "Galat: serv"],
    ["that is long", "x".repeat(100_000), "x".repeat(200)],
  ])("a server that speaks text is asked once, and what it says is told: %s", async (_what, said, told) => {
    let connections = 0;
    const port = await startFakeServer((socket) => {
      connections++;
      socket.once("data", () => socket.end(said));
    });
    const client = await connect({ port });
    const results = await Promise.allSettled([client.count("a"), client.count("b")]);
    for (const result of results) {
      expect(result).toMatchObject({
        reason: {
          name: "ConnectionError",
          code: "EPROTO",
          message: `127.0.0.1 port ${port}: EPROTO, the server says: ${told}`,
        },
      });
    }
    expect(connections).toBe(1);
    await client.close();
  });

  test("a server that is always busy", async () => {
    const port = await startFakeServer((socket) => {
      socket.once("data", () => socket.end(Buffer.from("fb110000000462757379", "hex")));
    });
    const client = await connect({ port, tries: 2 });
    await expect(client.count("a")).rejects.toMatchObject({
      name: "ServerError",
      code: 17,
      host: "127.0.0.1",
      port,
      message: "busy (no answer in 2 tries)",
      cause: { code: 17, message: "busy" },
    });
    await client.close();
  });

  test("a server that is gone", async () => {
    const server = createServer((socket) => socket.destroy()).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    const client = await connect({ port, tries: 3 });
    server.close();
    await once(server, "close");
    await expect(client.count("a")).rejects.toMatchObject({ code: "ECONNREFUSED", port });
    await client.close();
  });

  test.each([
    ["a frame that the server does not understand", Buffer.from("fb1000000000", "hex"), { code: 16 }],
    ["an error of a kind that is not known", Buffer.from("fbc800000000", "hex"), { code: 200 }],
    ["no reply that there is", Buffer.from("ff", "hex"), { code: "EPROTO" }],
    ["a reply that is too long", Buffer.from("fa0100000009", "hex"), { code: "EPROTO" }],
  ])("%s is not tried again", async (_what, answer, error) => {
    const { port, received } = await failingOnce((socket) => socket.write(answer));
    const client = await connect({ port });
    const results = await Promise.allSettled([client.count("a"), client.count("b")]);
    for (const result of results) expect(result).toMatchObject({ reason: error });
    expect(received.length).toBe(1);
    expect(await client.count("c")).toBe(1);
    await client.close();
  });

  test("closing ends the waiting for a server", async () => {
    const port = await startFakeServer((socket) => socket.once("data", () => socket.resetAndDestroy()));
    const client = await connect({ port, tries: 1_000_000 });
    const waiting = client.count("a");
    while (client.isConnected) await new Promise(setImmediate);
    const closed = client.close();
    await expect(waiting).rejects.toMatchObject({ code: "ECANCELED" });
    await closed;
  });
});

test("a connection to itself is recognized", async () => {
  const port = await freePort();
  const socket = connectSocket({ host: "127.0.0.1", port, localPort: port });
  await once(socket, "connect");
  expect(isItself(socket)).toBe(true);
  socket.destroy();
  const other = connectSocket({ host: "127.0.0.1", port: (await startServer()).port });
  await once(other, "connect");
  expect(isItself(other)).toBe(false);
  other.destroy();
});
