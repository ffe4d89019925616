// What crosses the wire for one message: in frames, as `hitung --trace` shows it, and in text mode, recorded by a relay between
// the original client, which shows nothing itself, and the server.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { language, say, startHitung } from "./common.js";

const MESSAGE = "Handy Arfiano Hastyawan";
const HITUNG = fileURLToPath(new URL("../../packages/client/dist/hitung.cjs", import.meta.url));
const ORIGINAL = fileURLToPath(new URL("original_client.py", import.meta.url));

const server = await startHitung();
const PORT = String(server.address.port);

/** Runs the original client through a relay, and gives the bytes that went to the server, and those that came back. */
async function record(message) {
  const toServer = [];
  const toClient = [];
  const relay = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port: PORT, host: "127.0.0.1", allowHalfOpen: true });
    client.on("data", (chunk) => toServer.push(chunk)).pipe(upstream);
    upstream.on("data", (chunk) => toClient.push(chunk)).pipe(client);
  });
  await once(relay.listen(0, "127.0.0.1"), "listening");
  const child = spawn("python3", [ORIGINAL, String(relay.address().port)]);
  child.stdin.end(`${message}\n`);
  await once(child, "close");
  await new Promise((resolve) => relay.close(resolve));
  return { toServer: Buffer.concat(toServer), toClient: Buffer.concat(toClient) };
}

/** Prints bytes of text, twelve on a line. */
function show(sign, bytes) {
  for (let at = 0; at < bytes.length; at += 12) {
    const piece = bytes.subarray(at, at + 12);
    const hex = piece.toString("hex").toUpperCase().match(/../g).join(" ");
    say(`${sign} ${hex.padEnd(36)}; ${JSON.stringify(piece.toString())}`);
  }
}

const hitung = [HITUNG, "--port", PORT, "--lang", language, "--trace", MESSAGE];
const { stderr } = await promisify(execFile)(process.execPath, hitung);
say("frame, dari hitung", "frames, from hitung");
// The first line names the server, whose port is another one each time.
say(stderr.trimEnd().split("\n").slice(1).join("\n"));

const text = await record(MESSAGE);
say("\nmode teks, dari client asli", "\ntext mode, from the original client");
show(">", text.toServer);
show("<", text.toClient);
await server.close();
