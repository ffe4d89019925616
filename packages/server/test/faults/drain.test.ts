import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { expect, test } from "@jest/globals";
import { countFrame, frame } from "../../../../testing/frames.js";
import type { Peer } from "../../../../testing/peer.js";
import { sentence } from "../../../../testing/sentences.js";
import type { Server } from "../../src/index.js";
import { connectTo, startServer } from "../servers.js";
import { describeReplies } from "./expected.js";

const DRAINS = 20;
const CLIENTS = 10;
const SIZES = Array.from({ length: 1000 }, (_, at) => at % 500);

const LINES = Buffer.from(SIZES.map((size) => `${"x".repeat(size)}\n`).join(""));
const FRAMES = Buffer.concat(SIZES.map((size) => frame(0xf9, 1, "x".repeat(size))));

/** Sends the bytes again and again, as fast as the server takes them, until the connection is closed. */
async function sendUntilClosed(peer: Peer, bytes: Buffer): Promise<void> {
  // The server drops what comes after it has closed its side, and so it is said here when that is.
  while (peer.socket.writable) {
    if (!peer.socket.write(bytes)) await Promise.race([once(peer.socket, "drain"), peer.closed]);
  }
  await peer.closed;
}

/** How many messages the server has counted. */
function counted({ statistics: { text, frames } }: Server): number {
  return [...text.counted, ...frames.counted].reduce((sum, number) => sum + number, 0);
}

/** Checks the answers to so many messages as were answered, and gives their number. */
function checkAnswers(replies: Buffer, isText: boolean): number {
  const said = isText ? (replies.toString().match(/.*\n/g) ?? []) : describeReplies(replies);
  // Programs are told that the server shuts down; a person sees that it is gone.
  if (!isText) expect(said.pop()).toBe("error 19");
  const expected = said.map((_, i) => {
    const size = SIZES[i % SIZES.length] as number;
    return isText ? sentence(size, "\n") : `counts 1: ${size} - - -`;
  });
  expect(said.join()).toBe(expected.join());
  return said.length;
}

test("20 times, a server that closes under load has answered rightly what it counted, and each client is closed", async () => {
  for (let drain = 0; drain < DRAINS; drain++) {
    const server = await startServer({ drainTimeout: Infinity });
    const peers = await Promise.all(Array.from({ length: CLIENTS }, () => connectTo(server)));
    // Those that are not accepted yet have no connection that could be drained.
    while (server.statistics.open < CLIENTS) await setImmediate();
    const sending = peers.map((peer, i) => sendUntilClosed(peer, i % 2 === 0 ? LINES : FRAMES));
    const enough = 100 + Math.random() * 20_000;
    while (counted(server) < enough) await setImmediate();
    await Promise.all([server.close(), ...sending]);
    const answered = peers.map((peer, i) => checkAnswers(peer.received, i % 2 === 0));
    expect(answered.reduce((sum, number) => sum + number, 0)).toBe(counted(server));
    expect(await Promise.all(peers.map((peer) => peer.closed))).toEqual(peers.map(() => undefined));
  }
});

test.each([
  ["lines", "halo\n", sentence(4, "\n")],
  ["frames", frame(0xf9, 1, "halo"), countFrame(4)],
])("a server that closes amid %s which it has read answers them all", async (_name, request, reply) => {
  const server = await startServer();
  server.once("message", () => void server.close());
  const peer = await connectTo(server);
  const requests = Buffer.concat(Array<Buffer>(100).fill(Buffer.from(request)));
  const replies = Buffer.concat(Array<Buffer>(100).fill(Buffer.from(reply)));
  const said = await peer.send(requests).rest();
  expect(said.subarray(0, replies.length)).toEqual(replies);
});
