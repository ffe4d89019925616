import { describe, expect, test } from "@jest/globals";
import { cutAt } from "../../../testing/cuts.js";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import type { Peer } from "../../../testing/peer.js";
import { pass, stopTime, TEXT_PAUSE_MS } from "../../../testing/time.js";
import {
  expectReplyFrames,
  type FrameVector,
  readVectors,
  type TextStep,
  unhex,
  unitCalled,
} from "../../../testing/vectors.js";
import type { Server } from "../src/index.js";
import { connectTo, deliver, startServer } from "./servers.js";

/** Sends each piece in a packet of its own, as far as that can be done. */
async function sendPieces(peer: Peer, pieces: Uint8Array[]): Promise<void> {
  for (const piece of pieces) {
    peer.send(piece);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function byteByByte(bytes: Buffer): Buffer[] {
  return Array.from(bytes, (byte) => Buffer.of(byte));
}

describe("frames", () => {
  test.each(readVectors("frames"))("$name", async (vector) => {
    const server = await startServer({ maxMessageSize: vector.limit });
    const bytes = unhex(vector.input);
    const ways = [[bytes], byteByByte(bytes), cutAt(bytes, vector.cuts)];
    await Promise.all(ways.map(async (pieces) => exchange(await connectTo(server), pieces, vector)));
  });

  async function exchange(peer: Peer, pieces: Buffer[], { end, replies, closes }: FrameVector) {
    await sendPieces(peer, pieces);
    if (end) peer.halfClose();
    if (closes) {
      expectReplyFrames(await peer.rest(), replies);
      expect(await peer.closed).toBeUndefined();
    } else {
      const received: Buffer[] = [];
      for (const _ of replies) {
        const header = await peer.read(6);
        received.push(header, await peer.read(header.readUInt32BE(2)));
      }
      expectReplyFrames(Buffer.concat(received), replies);
      peer.send(frame(0xf9, 1, "open"));
      expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(4));
    }
  }
});

describe("text", () => {
  test.each(readVectors("text"))("$name", async ({ language, unit, steps, limit }) => {
    stopTime();
    const server = await startServer({ language, unit: unitCalled(unit), maxMessageSize: limit });
    for (const cut of [(bytes: Buffer) => [bytes], byteByByte]) {
      const peer = await connectTo(server);
      for (const step of steps) {
        const replies = await perform(server, peer, step, cut);
        expect(replies.toString()).toBe(unhex(step.replies).toString());
      }
    }
  });

  async function perform(
    server: Server,
    peer: Peer,
    step: TextStep,
    cut: (bytes: Buffer) => Buffer[],
  ): Promise<Buffer> {
    if (step.do === "end") return await peer.halfClose().rest();
    if (step.do === "send") for (const piece of cut(unhex(step.bytes))) await deliver(server, peer, piece);
    else await pass(TEXT_PAUSE_MS);
    if (step.replies === "") expect(peer.received).toHaveLength(0);
    return await peer.read(unhex(step.replies).length);
  }
});
