import { once } from "node:events";
import { connect, createServer, type Socket, Server as TcpServer } from "node:net";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../../testing/frames.js";
import { sentence } from "../../../../testing/sentences.js";
import { readInto } from "../../src/sockets/read-into.js";
import { connectTo, startServer } from "../servers.js";

test("this Node reads what comes to an accepted socket into memory that it is given", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect(server.address() as { port: number });
  const [socket] = (await once(server, "connection")) as [Socket];
  const memory = Buffer.alloc(64);
  const came = new Promise<number>((resolve) => {
    expect(readInto(socket, memory, resolve)).toBe(true);
  });
  client.end("halo");
  expect(memory.subarray(0, await came).toString()).toBe("halo");
  expect(readInto(socket, memory, () => {})).toBe(false);
  socket.destroy();
  server.close();
});

describe("on a Node that does not", () => {
  let accepted = 0;

  beforeEach(() => {
    const emit = TcpServer.prototype.emit as (...args: unknown[]) => boolean;
    const emitWithout = function (this: TcpServer, ...args: unknown[]): boolean {
      if (args[0] === "connection") {
        accepted++;
        Object.defineProperty((args[1] as { _handle: object })._handle, "useUserBuffer", {
          value: undefined,
        });
      }
      return emit.apply(this, args);
    };
    jest
      .spyOn(TcpServer.prototype, "emit")
      .mockImplementation(emitWithout as typeof TcpServer.prototype.emit);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    expect(accepted).toBeGreaterThan(0);
  });

  test("both modes, in pieces and pipelined", async () => {
    const server = await startServer();
    const text = await connectTo(server);
    expect(await text.ask("Handy Arfiano Hastyawan\n\r\n", 94)).toBe(
      sentence(23, "\n") + sentence(0, "\r\n"),
    );
    const frames = await connectTo(server);
    const sizes = Array.from({ length: 20_000 }, (_, i) => i % 97);
    frames.send(frame(0xf8, 1, Buffer.alloc(1_000_000, "x"))).send(frame(0xf9, 1));
    expect(await frames.read(COUNT_SIZE)).toEqual(countFrame(1_000_000));
    frames.send(Buffer.concat(sizes.map((size) => frame(0xf9, 1, "x".repeat(size))))).halfClose();
    expect((await frames.rest()).equals(Buffer.concat(sizes.map(countFrame)))).toBe(true);
  });

  test("a client that reads late loses nothing", async () => {
    const peer = await connectTo(await startServer());
    peer.socket.pause();
    peer.send(Buffer.alloc(500_000, "\n")).halfClose();
    peer.socket.resume();
    expect((await peer.rest()).equals(Buffer.from(sentence(0, "\n").repeat(500_000)))).toBe(true);
  });
});
