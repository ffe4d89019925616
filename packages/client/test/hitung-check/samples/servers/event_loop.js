// An event loop: a reply for whatever comes at once, in UTF-16 code units.
const net = require("node:net");

const server = net.createServer((socket) => {
  socket.on("error", () => {});
  socket.on("data", (data) => {
    socket.write(`Jumlah karakter: ${data.toString().length}\n`);
  });
});
server.listen(12345, "127.0.0.1");
