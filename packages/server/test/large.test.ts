import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { MeasuredServer } from "./faults/children.js";

const GB = 1_000_000_000;
const BLOCK = Buffer.alloc(1_000_000, "x");

async function sendGigabyte(peer: Peer): Promise<void> {
  for (let sent = 0; sent < GB; sent += BLOCK.length) {
    if (!peer.socket.write(BLOCK)) await once(peer.socket, "drain");
  }
}

test.each([
  ["line", "", "\n", sentence(GB, "\n")],
  ["frame", Buffer.from([0xf9, 1, 0x3b, 0x9a, 0xca, 0x00]), "", countFrame(GB)],
])(
  "a %s of 1 GB is counted, in memory that does not grow with it",
  async (kind, beginning, end, answer) => {
    const server = await MeasuredServer.start();
    const peer = await Peer.connect(server.port);
    // One exchange first, so that what every server needs is there already.
    if (kind === "line") await peer.ask("x\n", 46);
    else await peer.ask(Buffer.from([0xf9, 1, 0, 0, 0, 0]), COUNT_SIZE);
    const before = await server.usage();
    peer.send(beginning);
    await sendGigabyte(peer);
    peer.send(end);
    expect((await peer.read(answer.length)).toString("latin1")).toBe(answer.toString("latin1" as never));
    const after = await server.usage();
    expect(after.resident - before.resident).toBeLessThan(64 * 1024 * 1024);
    await peer.close();
  },
  60_000,
);
