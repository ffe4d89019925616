import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { frame } from "../../../../testing/frames.js";
import { Peer } from "../../../../testing/peer.js";
import { startServerProcess, testIf } from "../../../../testing/processes.js";
import { sentence } from "../../../../testing/sentences.js";
import { pass, stopTime } from "../../../../testing/time.js";
import { until } from "../../../../testing/until.js";
import type { Server } from "../../src/index.js";
import { connectTo, startServer } from "../servers.js";

/** How long a client that is refused may say nothing. */
const FIRST_BYTE_MS = 1000;

const BUSY = "Galat: server sedang penuh, coba lagi nanti\n";

/** A server with two places, both taken by clients that are served. */
async function startFullServer() {
  const server = await startServer({ maxConnections: 2 });
  const served = await Promise.all([connectTo(server), connectTo(server)]);
  for (const peer of served) await peer.ask("halo\n", 46);
  return { server, served };
}

async function expectServed(server: Server): Promise<void> {
  expect(await (await connectTo(server)).ask("halo\n", 46)).toBe(sentence(4, "\n"));
}

test("who finds no place is told so in its own mode, and closed; those who have one notice nothing", async () => {
  const { server, served } = await startFullServer();
  const [text, frames] = await Promise.all([connectTo(server), connectTo(server)]);
  // The rest of what a client sends does not cost it the answer.
  text.send(Buffer.alloc(1_000_000, "halo\n"));
  frames.send(Buffer.alloc(1_000_000, frame(0xf9, 1)));
  expect((await text.rest()).toString()).toBe(BUSY);
  const error = await frames.rest();
  expect([...error.subarray(0, 2)]).toEqual([0xfb, 17]);
  expect(error.readUInt32BE(2)).toBe(error.length - 6);
  expect([await text.closed, await frames.closed]).toEqual([undefined, undefined]);
  for (const peer of served) expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  expect(server.statistics).toMatchObject({ open: 2, accepted: 2, refused: 2 });
});

test("who finds no place and says nothing is told in text after a while, or once it has nothing to say", async () => {
  stopTime();
  const { server } = await startFullServer();
  const [silent, leaving] = await Promise.all([connectTo(server), connectTo(server)]);
  expect((await leaving.halfClose().rest()).toString()).toBe(BUSY);
  await until(() => server.statistics.refused === 2);
  await pass(FIRST_BYTE_MS);
  expect((await silent.rest()).toString()).toBe(BUSY);
});

test("far more clients than places are closed, and those who have one notice nothing", async () => {
  stopTime();
  const { server, served } = await startFullServer();
  const [first, second] = served;
  const refused = await Promise.all(Array.from({ length: 300 }, () => connectTo(server)));
  expect(await first?.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  await until(() => server.statistics.refused === 300);
  await pass(FIRST_BYTE_MS);
  await Promise.all(refused.map((peer) => peer.closed));
  // To tell takes a socket, too: the others are reset.
  const told = refused.map(({ received }) => received.toString()).filter((said) => said !== "");
  expect(told).toEqual(new Array(32).fill(BUSY));
  expect(await second?.ask("halo\n", 46)).toBe(sentence(4, "\n"));
  expect(server.statistics).toMatchObject({ open: 2, refused: 300 });
});

test("a place that becomes free is used again", async () => {
  const { server, served } = await startFullServer();
  for (const peer of served) {
    const left = once(server, "disconnect");
    await peer.close();
    await left;
    await expectServed(server);
  }
  await until(() => server.statistics.open === 2);
  expect(server.statistics).toMatchObject({ open: 2, accepted: 4, refused: 0 });
});

const SOMAXCONN = "/proc/sys/net/core/somaxconn";

/** More than find room in the backlog that Node asks for by default. */
const CROWD = 700;

testIf(
  existsSync(SOMAXCONN) && Number(readFileSync(SOMAXCONN, "utf8")) > CROWD,
  `${SOMAXCONN} above ${CROWD}`,
  "a crowd that comes while the server does something else is let in by the kernel, and answered later",
  async () => {
    const server = await startServerProcess();
    server.child.kill("SIGSTOP");
    // Who finds no room would be connected only once the server goes on.
    const peers = await Promise.all(Array.from({ length: CROWD }, () => Peer.connect(server.port)));
    server.child.kill("SIGCONT");
    const answers = await Promise.all(peers.map((peer) => peer.ask("halo\n", sentence(4, "\n").length)));
    expect(new Set(answers)).toEqual(new Set([sentence(4, "\n")]));
    for (const peer of peers) await peer.close();
  },
);
