// A character cut in two: é is the two bytes C3 A9, and one of them is byte 1024.
import { connect } from "../../packages/client/dist/index.js";
import { askOriginal, say, startHitung } from "./common.js";

const MESSAGE = `${"a".repeat(1023)}é`;

const { answer, ending, server: exit } = await askOriginal(MESSAGE);
say("asli", "original");
say(`  jawaban : "${answer}" [${ending}]`, `  answer : "${answer}" [${ending}]`);
say(`  server  : ${exit}`, `  server : ${exit}`);

const server = await startHitung();
const client = await connect({ port: server.address.port });
const bytes = Buffer.from(MESSAGE);
const counts = new Map();
for (let cut = 0; cut <= bytes.length; cut++) {
  const message = client.startMessage(["codePoints"]);
  message.write(bytes.subarray(0, cut));
  message.write(bytes.subarray(cut));
  const { codePoints } = await message.end();
  counts.set(codePoints, (counts.get(codePoints) ?? 0) + 1);
}
client.close();
await server.close();
say("hitung, dipotong di setiap tempat", "hitung, cut in every place");
for (const [count, cuts] of counts) {
  say(
    `  jawaban : ${count} (${cuts} dari ${bytes.length + 1} potongan)`,
    `  answer : ${count} (${cuts} of ${bytes.length + 1} cuts)`,
  );
}
