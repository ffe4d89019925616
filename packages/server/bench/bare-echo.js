// The least that a server can do in Node: it sends back what comes. It prints its port.
//
//   node bare-echo.js [PORT]
import { createServer } from "node:net";

const server = createServer({ noDelay: true }, (socket) => {
  socket.on("data", (chunk) => socket.write(chunk)).on("error", () => {});
});
server.listen(Number(process.argv[2] ?? 0), "127.0.0.1", () =>
  process.stdout.write(`:${server.address().port}.\n`),
);
