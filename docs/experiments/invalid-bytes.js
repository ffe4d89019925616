// Bytes that are not UTF-8: the fault of one message, not the end of the server.
import { connect } from "../../packages/client/dist/index.js";
import { askOriginal, RawClient, say, startHitung } from "./common.js";

const BYTES = Buffer.concat([Buffer.from("Handy"), Buffer.of(0xff)]);

const { answer, ending, server: exit } = await askOriginal(BYTES);
say("asli", "original");
say(`  jawaban : "${answer}" [${ending}]`, `  answer : "${answer}" [${ending}]`);
say(`  server  : ${exit}`, `  server : ${exit}`);

const server = await startHitung();
const { port } = server.address;
const raw = await RawClient.connect(port);
raw.socket.end(Buffer.concat([BYTES, Buffer.from("\nHandy\n")]));
const answers = await raw.hear();
say(
  "hitung, mode teks: baris yang salah, lalu baris yang benar",
  "hitung, text mode: a bad line, then a good one",
);
for (const line of answers.trimEnd().split("\n")) say(`  ${line}`);

const client = await connect({ port });
say(
  "hitung, frame: pesan yang salah, lalu pesan yang benar",
  "hitung, frames: a bad message, then a good one",
);
await client.count(BYTES).catch(({ name, byteOffset }) => say(`  ${name}, byteOffset ${byteOffset}`));
say(`  ${await client.count("Handy")}`);
client.close();
await server.close();
