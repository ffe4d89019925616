// A message above 1024 bytes: the original counts what one recv gave it, and says nothing of the rest.
import { connect } from "../../packages/client/dist/index.js";
import { askOriginal, say, startHitung } from "./common.js";

const server = await startHitung();
const client = await connect({ port: server.address.port });

for (const size of [1024, 1025, 3000]) {
  const { answer, server: exit } = await askOriginal("a".repeat(size));
  say(`${size} huruf`, `${size} letters`);
  say(`  asli    ${answer} [${exit}]`, `  original  ${answer} [${exit}]`);
  const count = await client.count("a".repeat(size));
  say(`  hitung  ${count}`, `  hitung    ${count}`);
}

// A message of any size streams through: it is sent, and counted, in pieces.
const PIECE = Buffer.from("é".repeat(500_000));
const message = client.startMessage(["codePoints", "bytes"]);
for (let i = 0; i < 50; i++) {
  message.write(PIECE);
  await message.drained();
}
const { codePoints, bytes } = await message.end();
say(
  `50 potongan: ${bytes} byte, ${codePoints} karakter`,
  `50 pieces: ${bytes} bytes, ${codePoints} characters`,
);

client.close();
await server.close();
