// A server in a process of its own, which tells what it uses.
//
//   server.js OPTIONS        OPTIONS are those of `createServer` in JSON
//
// Its first message is the port. To "bytesRead" it answers with this number; to "usage" with its memory after a
// collection of garbage, and with what it has done; to "close" it closes, and answers with the same.

import { setImmediate } from "node:timers/promises";
import { createServer } from "../../../dist/index.js";

const server = createServer({ port: 0, ...JSON.parse(process.argv[2]) });
const { port } = await server.listen();
process.send(port);

process.on("message", async (question) => {
  if (question === "bytesRead") {
    // What waits for it is read, and answered, within some turns.
    for (let before = -1; before !== progress(); ) {
      before = progress();
      for (let turns = 0; turns < 2; turns++) await setImmediate();
    }
    process.send(server.statistics.bytesRead);
    return;
  }
  if (question === "close") await server.close();
  // What a socket has left behind is freed by a callback, which the first collection sets off.
  for (let times = 0; times < 2; times++) {
    globalThis.gc();
    await setImmediate();
  }
  const { open, accepted, refused, idle, bytesRead, text, frames } = server.statistics;
  const { rss: resident, heapUsed, external, arrayBuffers } = process.memoryUsage();
  const counted = sum(text.counted) + sum(frames.counted);
  process.send({
    resident,
    heapUsed,
    external,
    arrayBuffers,
    open,
    accepted,
    refused,
    idle,
    bytesRead,
    counted,
  });
});
process.on("disconnect", () => process.exit());

function progress() {
  const { bytesRead, text, frames } = server.statistics;
  return bytesRead + sum([...text.counted, ...frames.counted, ...text.errors, ...frames.errors]);
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0);
}
