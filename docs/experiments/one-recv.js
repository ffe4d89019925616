// One recv is not one message: the same bytes, cut in different ways.
import { encodeFrame, FRAME_HEADER_SIZE, FrameKind, UnitBit } from "../../packages/protocol/dist/index.js";
import { askOriginal, RawClient, say, startHitung } from "./common.js";

const MESSAGE = Buffer.from("Handy Arfiano Hastyawan");
const COUNTS_SIZE = FRAME_HEADER_SIZE + 8;

const numberIn = (sentence) => /\d+/.exec(sentence)[0];

/** Sends each piece once the server has read the one before. */
async function cutForHitung(pieces) {
  const server = await startHitung();
  const client = await RawClient.connect(server.address.port);
  const header = encodeFrame(FrameKind.MESSAGE, UnitBit.codePoints, MESSAGE).subarray(0, FRAME_HEADER_SIZE);
  let sent = 0;
  for (const piece of [header, ...pieces]) {
    client.socket.write(piece);
    sent += piece.length;
    while (server.statistics.bytesRead < sent) await new Promise(setImmediate);
  }
  await client.hear(COUNTS_SIZE);
  client.socket.destroy();
  await server.close();
  return client.received.readBigUInt64BE(FRAME_HEADER_SIZE);
}

const table = (pieces, original, hitung) =>
  `${pieces.padEnd(16)}${String(original).padStart(10)}${String(hitung).padStart(10)}`;
say(table("potongan", "asli", "hitung"), table("pieces", "original", "hitung"));
for (const sizes of [[23], [14, 9], [1, 22], Array(23).fill(1)]) {
  let end = 0;
  const pieces = sizes.map((size) => {
    end += size;
    return MESSAGE.subarray(end - size, end);
  });
  const name = sizes.length === 23 ? "1 × 23" : sizes.join(" + ");
  // The original answers after its first recv and closes: what is sent after the first piece, nobody reads.
  const { answer } = await askOriginal(...pieces);
  say(table(name, numberIn(answer), await cutForHitung(pieces)));
}

const { answer } = await askOriginal("satu\ndua\n");
const server = await startHitung();
const client = await RawClient.connect(server.address.port);
client.socket.end("satu\ndua\n");
const answers = await client.hear();
await server.close();
say('\nDua pesan dalam satu potongan, "satu" dan "dua":', '\nTwo messages in one piece, "satu" and "dua":');
say(`asli    ${answer}`, `original  ${answer}`);
for (const answer of answers.trimEnd().split("\n")) say(`hitung  ${answer}`, `hitung    ${answer}`);
