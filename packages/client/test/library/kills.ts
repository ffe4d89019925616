import { expect } from "@jest/globals";
import { freePort } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";
import { ServerProcess } from "./server-process.js";

/** Asks without end while the server is killed so many times, and checks that each answer comes and is right. */
export async function surviveKills(kills: number): Promise<void> {
  const server = new ServerProcess(await freePort());
  await server.start();
  // A machine may be busy with other things while a server starts.
  const client = await connect({ port: server.port, tries: 1000 });
  let isOver = false;
  let answers = 0;
  let onAnswer = () => {};

  const ask = async (worker: number) => {
    for (let i = 0; !isOver; i++) {
      // One after the other, many at once, and now and then one that fills the socket's buffers.
      const sizes = Array.from({ length: 1 + ((worker * 37 + i) % 200) }, (_, j) => (i + j) % 70);
      if (i % 16 === 0) sizes.push(1_000_000 + worker);
      const counts = await Promise.all(
        sizes.map((size, j) => client.count(j % 2 ? "\u00e9".repeat(size) : Buffer.alloc(size, 0x78))),
      );
      expect(counts).toEqual(sizes);
      answers += counts.length;
      onAnswer();
    }
  };
  const asking = Promise.all(Array.from({ length: 8 }, (_, worker) => ask(worker)));
  const killing = async () => {
    for (let i = 0; i < kills; i++) {
      await answeredMore();
      await server.kill();
      await server.start();
    }
    await answeredMore();
    isOver = true;
  };
  const answeredMore = () => {
    const before = answers;
    return new Promise<void>((resolve) => {
      onAnswer = () => {
        if (answers > before) resolve();
      };
    });
  };
  try {
    await Promise.all([asking, killing()]);
  } finally {
    isOver = true;
    await client.close();
    await server.kill();
  }
}
