// A client that never reads: it sends ten million messages and takes no answer. Back-pressure stops it, and nobody else.
import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { connect } from "../../packages/client/dist/index.js";
import { encodeFrame, FrameKind, UnitBit } from "../../packages/protocol/dist/index.js";
import { say, startHitung } from "./common.js";

const MESSAGES = 10_000_000;
const COUNTS_SIZE = 14;
const frame = Buffer.from(encodeFrame(FrameKind.MESSAGE, UnitBit.codePoints, Buffer.from("a")));
const requests = Buffer.alloc(MESSAGES * frame.length, frame);

const server = await startHitung();
const { port } = server.address;
const greedy = connectTcp({ port, host: "127.0.0.1" });
await once(greedy, "connect");
greedy.write(requests);

// Other clients are served meanwhile. Once what they send is all that the server reads, it has stopped reading the first.
const other = await connect({ port });
for (let read = -1, size = 0; server.statistics.bytesRead - read !== size; ) {
  read = server.statistics.bytesRead;
  size = 0;
  for (let i = 0; i < 500; i++) size += (await other.count("Handy")) + 6;
}
const isHeld = server.statistics.bytesRead < requests.length;
say(
  `server berhenti membaca sebelum akhir: ${isHeld ? "ya" : "tidak"}`,
  `server stopped reading before the end: ${isHeld ? "yes" : "no"}`,
);
const count = await other.count("Handy Arfiano Hastyawan");
say(`client lain, pada saat yang sama: ${count}`, `another client, meanwhile: ${count}`);

let answers = 0;
let received = 0;
greedy.on("data", (chunk) => {
  received += chunk.length;
  answers = Math.floor(received / COUNTS_SIZE);
  if (answers === MESSAGES) greedy.end();
});
await once(greedy, "close");
say(
  `setelah client itu mulai membaca: ${answers} jawaban`,
  `once the client begins to read: ${answers} answers`,
);

other.close();
await server.close();
