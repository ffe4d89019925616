import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime, TEXT_PAUSE_MS } from "../../../testing/time.js";
import { createServer, type MessageEvent } from "../src/index.js";
import { reset } from "../src/sockets/closing.js";
import { connectTo, deliver, startServer, untilOthersBlock } from "./servers.js";

test("many clients at once, in both modes, each get their own answers", async () => {
  const server = await startServer();
  const peers = await Promise.all(Array.from({ length: 300 }, () => connectTo(server)));
  await Promise.all(
    peers.map(async (peer, i) => {
      const message = "x".repeat(i);
      if (i % 2 === 0) {
        peer.send(frame(0xf9, 1, message));
        expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(i));
      } else {
        expect(await peer.ask(`${message}\n`, sentence(i, "\n").length)).toBe(sentence(i, "\n"));
      }
    }),
  );
});

test("several servers in one process", async () => {
  const servers = await Promise.all([startServer(), startServer({ language: "en" })]);
  const [first, second] = await Promise.all(servers.map(connectTo));
  expect(await first?.ask("a\n", 46)).toBe(sentence(1, "\n"));
  expect(await second?.ask("a\n", 28)).toBe("The message has 1 character\n");
});

test("resets at any point disturb nobody", async () => {
  const server = await startServer();
  const honest = await connectTo(server);
  const stream = Buffer.concat([frame(0xf8, 1, "abc"), frame(0xf9, 1, "def"), frame(0xf9, 1, "\u00e9")]);
  for (let size = 0; size <= stream.length; size++) {
    const peer = await connectTo(server);
    peer.send(stream.subarray(0, size));
    reset(peer.socket);
    await peer.closed;
    expect(await honest.ask("still there\n", 47)).toBe(sentence(11, "\n"));
  }
});

test("a client that does not read is not read from, and loses nothing", async () => {
  const server = await startServer();
  const [slow, honest] = [await connectTo(server), await connectTo(server)];
  const messages = 500_000;
  slow.socket.pause();
  slow.send(Buffer.alloc(messages, "\n")).halfClose();
  await untilOthersBlock(server, honest);
  expect(server.statistics.text.counted[1]).toBeLessThan(messages / 2);

  slow.socket.resume();
  const replies = await slow.rest();
  expect(replies.length).toBe(messages * sentence(0, "\n").length);
  expect(replies.equals(Buffer.from(sentence(0, "\n").repeat(messages)))).toBe(true);
});

test("the event `message` shows the beginning of each message, what was answered, and whom", async () => {
  const server = await startServer();
  const messages: MessageEvent[] = [];
  server.on("message", (message) => messages.push(message));
  const peer = await connectTo(server);
  const from = { remoteAddress: "127.0.0.1", remotePort: peer.socket.localPort };
  const long = "\u{1f600}".repeat(100_000);
  peer
    .send(`h\u00e9\n${long}\n`)
    .send(Buffer.from("\ufeffa\xff\n".slice(1), "latin1"))
    .halfClose();
  await peer.rest();
  expect(messages).toEqual([
    { preview: "h\u00e9", isCut: false, outcome: { kind: "counted", counts: [2] }, ...from },
    {
      preview: "\u{1f600}".repeat(200),
      isCut: true,
      outcome: { kind: "counted", counts: [100_000] },
      ...from,
    },
    {
      preview: "a\ufffd",
      isCut: false,
      outcome: { kind: "failed", code: 1, explanation: "offset 1: not well-formed UTF-8" },
      ...from,
    },
  ]);
});

test("close answers what was read, closes every connection, and frees the port", async () => {
  const server = await startServer();
  const { port } = server.address;
  const [idle, busy] = [await connectTo(server), await connectTo(server)];
  await busy.ask("a\n", 46);
  busy.send("b\n");
  expect((await busy.read(46)).toString()).toBe(sentence(1, "\n"));
  await Promise.all([server.close(), server.close()]);
  expect(await idle.rest()).toHaveLength(0);
  expect(await busy.rest()).toHaveLength(0);
  const next = createServer({ port });
  await next.listen();
  await next.close();
});

test("a second close settles when the first does", async () => {
  const server = await startServer();
  await connectTo(server);
  const settled: string[] = [];
  const first = server.close().then(() => settled.push("first"));
  const second = server.close().then(() => settled.push("second"));
  await Promise.all([first, second]);
  expect(settled).toEqual(["first", "second"]);
});

test.each([
  ["a line", "halo\n", sentence(4, "\n")],
  ["a pause", "halo", sentence(4)],
])("close within the event `message`, after %s, loses no answer", async (_what, request, answer) => {
  stopTime();
  const server = await startServer();
  server.on("message", () => void server.close());
  const peer = await connectTo(server);
  await deliver(server, peer, request);
  await pass(TEXT_PAUSE_MS);
  expect((await peer.rest()).toString()).toBe(answer);
});

test("close is not held up by a client that takes its answers late, and then closes", async () => {
  // No limit passes: it is the client that ends the wait.
  stopTime();
  const server = await startServer();
  const [late, honest] = [await connectTo(server), await connectTo(server)];
  late.socket.pause();
  late.send(Buffer.alloc(500_000, "\n"));
  await untilOthersBlock(server, honest);
  const closing = server.close();
  late.socket.resume();
  await Promise.all([closing, late.closed]);
});

test("a port that is taken is told by its error's code", async () => {
  const { port } = (await startServer()).address;
  await expect(createServer({ port }).listen()).rejects.toMatchObject({ code: "EADDRINUSE", port });
});
