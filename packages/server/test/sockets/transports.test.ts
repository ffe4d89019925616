import { Server as TcpServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { temporaryFolder } from "../../../../testing/certificates.js";
import { COUNT_SIZE, countFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { sentence } from "../../../../testing/sentences.js";
import { until } from "../../../../testing/until.js";
import type { DisconnectEvent } from "../../src/index.js";
import { reset } from "../../src/sockets/closing.js";
import { connectTo, deliver, startServer } from "../servers.js";
import { connectToPath } from "./paths.js";

/** Sockets of Node's own that the servers of a test have accepted. */
let sockets = 0;

beforeEach(() => {
  sockets = 0;
  const emit = TcpServer.prototype.emit as (...args: unknown[]) => boolean;
  const emitAndCount = function (this: TcpServer, ...args: unknown[]): boolean {
    if (args[0] === "connection") sockets++;
    return emit.apply(this, args);
  };
  jest.spyOn(TcpServer.prototype, "emit").mockImplementation(emitAndCount as typeof TcpServer.prototype.emit);
});

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each([
  ["this Node, which offers its handles", true],
  ["a Node that does not", false],
])("on %s", (_, offersHandles) => {
  beforeEach(() => {
    if (offersHandles) return;
    const parts = process as unknown as { binding(name: string): object };
    jest.spyOn(parts, "binding").mockImplementation((name) => {
      throw new Error(`${name}: access to it is restricted`);
    });
  });

  afterEach(() => {
    expect(sockets > 0).toBe(!offersHandles);
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
    expect(server.statistics.bytesRead).toBe(26 + 1_000_012 + sizes.reduce((sum, size) => sum + size + 6, 0));
  });

  test("a client that reads late loses nothing, also if it has closed its side", async () => {
    const peer = await connectTo(await startServer());
    peer.socket.pause();
    peer.send(Buffer.alloc(500_000, "\n")).halfClose();
    peer.socket.resume();
    expect((await peer.rest()).equals(Buffer.from(sentence(0, "\n").repeat(500_000)))).toBe(true);
    expect(await peer.closed).toBeUndefined();
  });

  test("a client that says nothing and closes is closed without a word", async () => {
    const server = await startServer();
    const peer = (await connectTo(server)).halfClose();
    expect(await peer.rest()).toHaveLength(0);
    expect(await peer.closed).toBeUndefined();
    await until(() => server.statistics.open === 0);
  });

  test("a client that breaks the protocol gets the reason, also while it still sends, and is told of", async () => {
    const server = await startServer();
    const faults: DisconnectEvent[] = [];
    server.on("fault", (event) => faults.push(event));
    await (await connectTo(server)).close();
    const peer = await connectTo(server);
    const { localAddress: remoteAddress, localPort: remotePort } = peer.socket;
    // What comes behind the error is read and dropped: to close on unread bytes would reset the connection.
    peer.send(frame(0xf9, 1, "a")).send(Buffer.alloc(3_000_000, 0xfa));
    const [good, bad] = [countFrame(1), errorFrame(16, "no frame that may come here starts with FA")];
    expect(await peer.read(good.length + 7)).toEqual(Buffer.concat([good, bad.subarray(0, 7)]));
    peer.halfClose();
    expect(await peer.closed).toBeUndefined();
    await until(() => server.statistics.open === 0);
    // Who just leaves is no fault.
    expect(faults).toMatchObject([{ remoteAddress, remotePort, errorCode: 16, messages: 1 }]);
  });

  test("a client that resets is named, with what the system called it, and disturbs nobody", async () => {
    const server = await startServer();
    const gone: DisconnectEvent[] = [];
    server.on("disconnect", (event) => gone.push(event));
    const other = await connectTo(server);
    const peer = await connectTo(server);
    const { localAddress: remoteAddress, localPort: remotePort } = peer.socket;
    await deliver(server, peer, "hal");
    reset(peer.socket);
    await until(() => gone.length > 0);
    expect(gone).toMatchObject([{ remoteAddress, remotePort, mode: "text", systemError: "ECONNRESET" }]);
    expect(await other.ask("halo\n", sentence(4, "\n").length)).toBe(sentence(4, "\n"));
  });

  test("a client that resets while it takes no replies is noticed", async () => {
    const server = await startServer();
    const peer = await connectTo(server);
    peer.socket.pause();
    peer.send(Buffer.alloc(10_000_000, "\n"));
    await until(() => server.statistics.bytesRead > 0);
    reset(peer.socket);
    await until(() => server.statistics.open === 0);
  });

  test("who takes no replies is reset when the server's time to end is over", async () => {
    const server = await startServer({ drainTimeout: 50 });
    const peer = await connectTo(server);
    peer.socket.pause();
    peer.send(Buffer.alloc(10_000_000, "\n"));
    await until(() => server.statistics.bytesRead > 0);
    await server.close();
    peer.socket.resume();
    expect((await peer.rest()).length).toBeLessThan(10_000_000 * sentence(0, "\n").length);
  });

  test("a Unix socket, whose clients have no address", async () => {
    const path = join(temporaryFolder(), "hitung.sock");
    const server = await startServer({ path });
    const gone: DisconnectEvent[] = [];
    server.on("disconnect", (event) => gone.push(event));
    const peer = await connectToPath(path);
    expect(await peer.ask("halo\n", sentence(4, "\n").length)).toBe(sentence(4, "\n"));
    await peer.close();
    await until(() => gone.length > 0);
    expect(gone[0]).toMatchObject({ remoteAddress: undefined, remotePort: undefined, messages: 1 });
  });
});
