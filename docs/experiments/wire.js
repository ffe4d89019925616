// What crosses the wire for one message, in frames and in text mode: recorded between client and server by a relay.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { FrameKind, unitsOf } from "../../packages/protocol/dist/index.js";
import { say, startHitung } from "./common.js";

const MESSAGE = "Handy Arfiano Hastyawan";
const server = await startHitung();

/** Runs a client through a relay, and gives the bytes that went to the server, and those that came back. */
async function record(command, args, stdin = "") {
  const toServer = [];
  const toClient = [];
  const relay = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: server.address.port, host: "127.0.0.1", allowHalfOpen: true });
    client.on("data", (chunk) => toServer.push(chunk)).pipe(upstream);
    upstream.on("data", (chunk) => toClient.push(chunk)).pipe(client);
  });
  await once(relay.listen(0, "127.0.0.1"), "listening");
  const path = fileURLToPath(new URL(args[0], import.meta.url));
  const port = String(relay.address().port);
  const child = spawn(command, [path, ...args.slice(1).map((arg) => arg.replace("PORT", port))]);
  child.stdin.end(stdin);
  await once(child, "close");
  await new Promise((resolve) => relay.close(resolve));
  return { toServer: Buffer.concat(toServer), toClient: Buffer.concat(toClient) };
}

/** Prints bytes in pieces of these sizes, each with its meaning; what is left is text. */
function explain(sign, bytes, meanings = []) {
  let at = 0;
  const line = (size, ...meaning) => {
    const piece = bytes.subarray(at, at + size);
    at += size;
    const hex = piece.toString("hex").toUpperCase().match(/../g).join(" ");
    const words = meaning.length > 0 ? meaning : [JSON.stringify(piece.toString())];
    say(...words.map((word) => `${sign} ${hex.padEnd(36)}; ${word}`));
  };
  for (const [size, ...meaning] of meanings) line(size, ...meaning);
  while (at < bytes.length) line(Math.min(12, bytes.length - at));
}

/** Prints a frame of which the payload is `payload`, or else text. */
function explainFrame(sign, bytes, payload = []) {
  const kind = Object.keys(FrameKind).find((name) => FrameKind[name] === bytes[0]);
  const units = unitsOf(bytes[1]).join(", ");
  const length = bytes.readUInt32BE(2);
  explain(sign, bytes, [
    [1, `jenis: ${kind}`, `kind: ${kind}`],
    [1, `satuan: ${units}`, `units: ${units}`],
    [4, `panjang: ${length} byte`, `length: ${length} bytes`],
    ...payload,
  ]);
}

const bin = "../../packages/client/dist/hitung.cjs";
const frames = await record(process.execPath, [bin, "--port", "PORT", MESSAGE]);
say("frame, dari hitung", "frames, from hitung");
explainFrame(">", frames.toServer);
const count = frames.toClient.readBigUInt64BE(6);
explainFrame("<", frames.toClient, [[8, `hasil: ${count}`, `the count: ${count}`]]);

const text = await record("python3", ["original_client.py", "PORT"], `${MESSAGE}\n`);
say("\nmode teks, dari client asli", "\ntext mode, from the original client");
explain(">", text.toServer);
explain("<", text.toClient);
await server.close();
