import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { type Process, startServerProcess } from "../../../testing/processes.js";
import { sentence } from "../../../testing/sentences.js";

const GB = 1_000_000_000;
const BLOCK = Buffer.alloc(1_000_000, "x");

/** Resident memory of a process, in bytes. */
function residentMemory({ child }: Process): number {
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", String(child.pid)], { encoding: "utf8" });
  return 1024 * Number(stdout);
}

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
  async (kind, before, after, answer) => {
    const server = await startServerProcess();
    const peer = await Peer.connect(server.port);
    // One exchange first, so that what every server needs is there already.
    if (kind === "line") await peer.ask("x\n", 46);
    else await peer.ask(Buffer.from([0xf9, 1, 0, 0, 0, 0]), COUNT_SIZE);
    const memory = residentMemory(server);
    peer.send(before);
    await sendGigabyte(peer);
    peer.send(after);
    expect((await peer.read(answer.length)).toString("latin1")).toBe(answer.toString("latin1" as never));
    expect(residentMemory(server) - memory).toBeLessThan(64 * 1024 * 1024);
    await peer.close();
  },
  60_000,
);
