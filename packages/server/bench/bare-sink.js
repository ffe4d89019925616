// The least that a server can do with a large message in Node: it throws away SIZE bytes, then replies with the bytes
// of REPLY, in hexadecimal. It prints its port.
//
//   node bare-sink.js SIZE REPLY
import { createServer } from "node:net";

const size = Number(process.argv[2]);
const reply = Buffer.from(process.argv[3], "hex");
const server = createServer((socket) => {
  let received = 0;
  socket.on("error", () => {});
  socket.on("data", (chunk) => {
    received += chunk.length;
    if (received === size) socket.write(reply);
  });
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`:${server.address().port}.\n`));
