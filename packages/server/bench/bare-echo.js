// The least that a server can do in Node: it sends back what comes. It prints its port.
import { createServer } from "node:net";

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk)).on("error", () => {});
});
server.listen(0, "127.0.0.1", () => process.stdout.write(`:${server.address().port}.\n`));
