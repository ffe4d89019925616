import { once } from "node:events";
import { expect, test } from "@jest/globals";
import { COUNT_SIZE, countFrame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { MeasuredServer } from "./faults/children.js";

const BLOCK = Buffer.alloc(1_000_000, "x");

/** Tests that a message of so many megabytes is counted, in memory that does not grow with it. */
export function testLarge(megabytes: number): void {
  const size = megabytes * BLOCK.length;
  const header = Buffer.from([0xf9, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(size, 2);
  test.each([
    ["line", "", "\n", Buffer.from(sentence(size, "\n"))],
    ["frame", header, "", countFrame(size)],
  ])(
    `a %s of ${megabytes} MB is counted, in memory that does not grow with it`,
    async (kind, beginning, end, answer) => {
      const server = await MeasuredServer.start();
      const peer = await Peer.connect(server.port);
      // One exchange first, so that what every server needs is there already.
      if (kind === "line") await peer.ask("x\n", 46);
      else await peer.ask(Buffer.from([0xf9, 1, 0, 0, 0, 0]), COUNT_SIZE);
      const before = await server.usage();
      peer.send(beginning);
      for (let sent = 0; sent < megabytes; sent++) {
        if (!peer.socket.write(BLOCK)) await once(peer.socket, "drain");
      }
      peer.send(end);
      expect(await peer.read(answer.length)).toEqual(answer);
      const after = await server.usage();
      expect(after.resident - before.resident).toBeLessThan(64 * 1024 * 1024);
      await peer.close();
    },
  );
}
