// Sends each line, and prints whatever comes.
const net = require("node:net");
const readline = require("node:readline");

const socket = net.connect(12345, "127.0.0.1", () => {
  const terminal = readline.createInterface({ input: process.stdin, output: process.stdout });
  terminal.question("Masukkan karakter : ", (line) => {
    socket.write(line);
  });
  socket.on("data", (data) => {
    console.log(data.toString());
    socket.end();
    terminal.close();
  });
});
