import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { connectTo, startServer } from "./servers.js";

const PART = 0xf8;
const MESSAGE = 0xf9;

test("a message is answered with its count", async () => {
  const peer = await connectTo(await startServer());
  peer.send(frame(MESSAGE, 1, "Handy Arfiano Hastyawan"));
  expect((await peer.read(COUNT_SIZE)).toString("hex")).toBe("fa01000000080000000000000017");
});

test("any mix of units, lowest bit first", async () => {
  const peer = await connectTo(await startServer());
  const family = "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}";
  const inBits: [number, number][] = [
    [1, 5],
    [2, 1],
    [4, 8],
    [8, 18],
  ];
  for (let units = 1; units < 16; units++) {
    const counts = inBits.filter(([bit]) => (units & bit) !== 0).map(([, count]) => count);
    peer.send(frame(MESSAGE, units, family));
    const reply = await peer.read(6 + 8 * counts.length);
    expect([...reply.subarray(0, 2)]).toEqual([0xfa, units]);
    expect(counts.map((_, i) => Number(reply.readBigUInt64BE(6 + 8 * i)))).toEqual(counts);
  }
});

test("pipelined messages are answered in order", async () => {
  const peer = await connectTo(await startServer());
  const sizes = Array.from({ length: 20_000 }, (_, i) => i % 97);
  peer.send(Buffer.concat(sizes.map((size) => frame(MESSAGE, 1, "\u00e9".repeat(size))))).halfClose();
  expect((await peer.rest()).equals(Buffer.concat(sizes.map(countFrame)))).toBe(true);
});

test("a frame that comes byte by byte, each in a packet of its own", async () => {
  const peer = await connectTo(await startServer());
  for (const byte of Buffer.concat([frame(PART, 1, "h\u00e9"), frame(MESSAGE, 1, "\u{1f600}")])) {
    peer.send(Uint8Array.of(byte));
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
});

test("not UTF-8: the message fails, the connection goes on", async () => {
  const peer = await connectTo(await startServer());
  const explanation = "offset 1: not well-formed UTF-8";
  peer.send(Buffer.concat([frame(MESSAGE, 1, Buffer.from("a\xff", "latin1")), frame(MESSAGE, 1, "ok")]));
  const replies = Buffer.concat([frame(0xfb, 1, explanation), countFrame(2)]);
  expect(await peer.read(replies.length)).toEqual(replies);
});

test.each([
  ["an unknown kind", Buffer.from([0xfe])],
  ["a kind that only a server sends", frame(0xfa, 1)],
  ["text after a frame", Buffer.concat([frame(MESSAGE, 1), Buffer.from("halo\n")])],
])(
  "%s: a coded error, then the connection is closed, while the client goes on sending",
  async (_name, bytes) => {
    const peer = await connectTo(await startServer());
    peer.send(bytes).send(Buffer.alloc(4 * 1024 * 1024));
    const replies = await peer.rest();
    const error = replies.subarray(replies.indexOf(0xfb));
    expect([...error.subarray(0, 2)]).toEqual([0xfb, 16]);
    expect(error.readUInt32BE(2)).toBe(error.length - 6);
    expect(await peer.closed).toBeUndefined();
  },
);

test.each([
  ["a header", frame(MESSAGE, 1, "abc").subarray(0, 3)],
  ["a payload", frame(MESSAGE, 1, "abc").subarray(0, 8)],
  ["a character", frame(MESSAGE, 1, "\u00e9").subarray(0, 7)],
  ["a message", frame(PART, 1, "abc")],
])("a stream that ends inside %s is told so", async (_name, bytes) => {
  const peer = await connectTo(await startServer());
  const replies = await peer.send(frame(MESSAGE, 1)).send(bytes).halfClose().rest();
  expect(replies.subarray(0, COUNT_SIZE)).toEqual(countFrame(0));
  expect([...replies.subarray(COUNT_SIZE, COUNT_SIZE + 2)]).toEqual([0xfb, 16]);
});

test("a stream that ends between frames just ends", async () => {
  const peer = await connectTo(await startServer());
  expect(
    await peer
      .send(frame(MESSAGE, 1, "ab"))
      .halfClose()
      .rest(),
  ).toEqual(countFrame(2));
});
