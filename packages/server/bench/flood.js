// Clients that send without end, and read what comes back.
//
//   node flood.js PORT CLIENTS REQUEST        REQUEST is sent again and again; in hexadecimal
//
// It prints a byte once all are connected.
import { connect } from "node:net";

const [port, clients, request] = process.argv.slice(2);
const requests = Buffer.from(request, "hex");
const chunk = Buffer.alloc(Math.floor(65_536 / requests.length) * requests.length, requests);
let connected = 0;
for (let i = 0; i < Number(clients); i++) {
  const socket = connect(Number(port), "127.0.0.1");
  const send = () => {
    while (socket.write(chunk));
  };
  socket.on("drain", send).resume();
  socket.on("connect", () => {
    send();
    if (++connected === Number(clients)) process.stdout.write(".");
  });
}
