import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { expect, test } from "@jest/globals";
import { Certificate, temporaryFolder } from "../../../testing/certificates.js";
import { COUNT_SIZE, countFrame, frame } from "../../../testing/frames.js";
import { Peer } from "../../../testing/peer.js";
import { sentence } from "../../../testing/sentences.js";
import { pass, stopTime } from "../../../testing/time.js";
import { until } from "../../../testing/until.js";
import type { MessageEvent, RejectEvent, ServerOptions } from "../src/index.js";
import { connectTo, startServer } from "./servers.js";

// Headers as section 2 of the specification has them (https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt).

const MESSAGE = 0xf9;
const SIGNATURE = "0d0a0d0a000d0a515549540a";
const V4_ADDRESSES = "c0000207 c6336401 dd05 3039";
const V6_ADDRESSES = `20010db8000000000000000000000007 20010db8000000000000000000000001 dd05 3039`;
/** PP2_TYPE_ALPN "h2", PP2_TYPE_NOOP of nothing, PP2_TYPE_UNIQUE_ID of two bytes. */
const TLVS = "01 0002 6832 04 0000 05 0002 abcd";

/** A header of version 2. */
function binary(command: string, family: string, body = "", length?: number): Buffer {
  const bytes = Buffer.from(body.replaceAll(" ", ""), "hex");
  const size = Buffer.alloc(2);
  size.writeUInt16BE(length ?? bytes.length);
  return Buffer.concat([Buffer.from(SIGNATURE + command + family, "hex"), size, bytes]);
}

const HEADERS: [string, Buffer, string | undefined][] = [
  ["1, IPv4", Buffer.from("PROXY TCP4 192.0.2.7 198.51.100.1 56581 12345\r\n"), "192.0.2.7:56581"],
  ["1, IPv6", Buffer.from("PROXY TCP6 2001:DB8::0:7 2001:db8::1 1 65535\r\n"), "2001:db8::7:1"],
  ["1, the longest", Buffer.from(`PROXY UNKNOWN ${"f".repeat(91)}\r\n`), undefined],
  ["1, unknown", Buffer.from("PROXY UNKNOWN\r\n"), undefined],
  ["2, IPv4", binary("21", "11", V4_ADDRESSES), "192.0.2.7:56581"],
  ["2, IPv4 and TLVs", binary("21", "11", V4_ADDRESSES + TLVS), "192.0.2.7:56581"],
  ["2, IPv6", binary("21", "21", V6_ADDRESSES), "2001:db8::7:56581"],
  ["2, IPv6 and TLVs", binary("21", "21", V6_ADDRESSES + TLVS), "2001:db8::7:56581"],
  ["2, a Unix socket", binary("21", "31", "00".repeat(216)), undefined],
  ["2, no family, and what nobody knows", binary("21", "00", "0102"), undefined],
  ["2, the proxy itself", binary("20", "00"), undefined],
  ["2, the proxy itself, of whatever family", binary("20", "12", "ffff"), undefined],
  ["2, the longest", binary("20", "00", "00".repeat(4096)), undefined],
];

/** A server behind a proxy, and what it tells. */
async function startBehindProxy(options: ServerOptions = {}) {
  const server = await startServer({ proxyProtocol: true, ...options });
  const messages: MessageEvent[] = [];
  const rejected: RejectEvent[] = [];
  server.on("message", (event) => messages.push(event)).on("reject", (event) => rejected.push(event));
  return { server, messages, rejected };
}

function nameOf({ remoteAddress, remotePort }: MessageEvent): string {
  return `${remoteAddress}:${remotePort}`;
}

function ownNameOf({ socket }: Peer): string {
  return `${socket.localAddress}:${socket.localPort}`;
}

test.each(HEADERS)("a header of version %s, whole and cut at each byte", async (_, header, client) => {
  const { server, messages } = await startBehindProxy();
  const request = frame(MESSAGE, 1, "abc");
  const step = header.length > 1000 ? 97 : 1;
  for (let cut = 0; cut <= header.length; cut += step) {
    const peer = await connectTo(server);
    const bytesRead = () => server.statistics.bytesRead;
    const before = bytesRead();
    if (cut === 0) peer.send(Buffer.concat([header, request]));
    else {
      peer.send(header.subarray(0, cut));
      await until(() => peer.socket.bytesWritten === cut);
      peer.send(Buffer.concat([header.subarray(cut), request]));
    }
    expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
    expect(nameOf(messages.at(-1) as MessageEvent)).toBe(client ?? ownNameOf(peer));
    expect(bytesRead() - before).toBe(header.length + request.length);
    await peer.close();
  }
  // In pieces of one byte, with the message in pieces, too.
  const peer = await connectTo(server);
  for (const byte of Buffer.concat([header.subarray(0, 300), Buffer.alloc(0)]))
    peer.send(Uint8Array.of(byte));
  peer.send(header.subarray(300));
  for (const byte of request) peer.send(Uint8Array.of(byte));
  expect(await peer.read(COUNT_SIZE)).toEqual(countFrame(3));
});

test.each(HEADERS)("an end inside of a header of version %s", async (_, header) => {
  const { server, rejected } = await startBehindProxy();
  const cuts = Array.from({ length: Math.min(header.length, 120) }, (_each, cut) => cut);
  for (const cut of cuts) {
    const peer = await connectTo(server);
    peer.send(header.subarray(0, cut)).halfClose();
    expect(await peer.rest()).toHaveLength(0);
  }
  expect(rejected.map(({ reason }) => reason)).toEqual(cuts.map(() => "EPROXY_CUT"));
  expect(server.statistics).toMatchObject({ accepted: 0, rejected: cuts.length, open: 0 });
});

test.each<[string, string | Buffer, string]>([
  ["text", "halo\n", "MISSING"],
  ["Telnet", "\xff\xfb\x1f", "MISSING"],
  ["TLS", Buffer.of(0x16, 3, 1), "MISSING"],
  ["nearly one", "PROXX TCP4", "MISSING"],
  ["nearly another", Buffer.from("0d0a0d0a000d0a515549540b", "hex"), "MISSING"],
  ["no line end", `PROXY TCP4 ${"1".repeat(96)}`, "TOO_LONG"],
  ["LF alone", "PROXY UNKNOWN\n", "MALFORMED"],
  ["an unknown protocol", "PROXY UDP4 192.0.2.7 198.51.100.1 1 2\r\n", "MALFORMED"],
  ["UNKNOWN and more letters", "PROXY UNKNOWNS\r\n", "MALFORMED"],
  ["IPv6 as IPv4", "PROXY TCP4 ::1 ::1 1 2\r\n", "MALFORMED"],
  ["IPv4 as IPv6", "PROXY TCP6 192.0.2.7 198.51.100.1 1 2\r\n", "MALFORMED"],
  ["a zone", "PROXY TCP6 fe80::1%lo fe80::2 1 2\r\n", "MALFORMED"],
  ["zeros before a number", "PROXY TCP4 192.0.2.07 198.51.100.1 1 2\r\n", "MALFORMED"],
  ["zeros before a port", "PROXY TCP4 192.0.2.7 198.51.100.1 01 2\r\n", "MALFORMED"],
  ["a port too large", "PROXY TCP4 192.0.2.7 198.51.100.1 1 65536\r\n", "MALFORMED"],
  ["too few fields", "PROXY TCP4 192.0.2.7 198.51.100.1 1\r\n", "MALFORMED"],
  ["too many fields", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2 3\r\n", "MALFORMED"],
  ["two spaces", "PROXY TCP4  192.0.2.7 198.51.100.1 1 2\r\n", "MALFORMED"],
  ["a space at the end", "PROXY TCP4 192.0.2.7 198.51.100.1 1 2 \r\n", "MALFORMED"],
  ["version 1 in binary", binary("11", "11", V4_ADDRESSES), "MALFORMED"],
  ["command 2", binary("22", "11", V4_ADDRESSES), "MALFORMED"],
  ["datagrams", binary("21", "12", V4_ADDRESSES), "MALFORMED"],
  ["an unknown family", binary("21", "41", V4_ADDRESSES), "MALFORMED"],
  ["too short for IPv4", binary("21", "11", V4_ADDRESSES.slice(0, -2)), "MALFORMED"],
  ["too short for IPv6", binary("21", "21", V4_ADDRESSES), "MALFORMED"],
  ["a TLV that is cut", binary("21", "11", `${V4_ADDRESSES} 01 0003 6832`), "MALFORMED"],
  ["a TLV without its length", binary("21", "11", `${V4_ADDRESSES} 01 00`), "MALFORMED"],
  ["longer than 4096", binary("20", "00", "", 4097), "TOO_LONG"],
])("no valid header is refused with its reason: %s", async (_, bytes, reason) => {
  const { server, messages, rejected } = await startBehindProxy();
  const peer = await connectTo(server);
  peer.send(typeof bytes === "string" ? Buffer.from(bytes, "latin1") : bytes);
  peer.send("halo\n");
  expect(await peer.rest()).toHaveLength(0);
  expect(rejected).toMatchObject([{ reason: `EPROXY_${reason}`, remoteAddress: "127.0.0.1" }]);
  expect(rejected[0]?.detail).not.toBe("");
  expect(messages).toHaveLength(0);
  expect(server.statistics).toMatchObject({ accepted: 0, rejected: 1 });
});

test("a client of frames that came around the proxy is told so, with ERROR 16", async () => {
  const { server, rejected } = await startBehindProxy();
  const peer = await connectTo(server);
  const told = await peer.send(frame(MESSAGE, 1, "abc")).rest();
  expect([told[0], told[1], told.readUInt32BE(2)]).toEqual([0xfb, 16, told.length - 6]);
  expect(told.subarray(6).toString()).toContain("through a proxy only");
  expect(rejected).toMatchObject([{ reason: "EPROXY_MISSING" }]);
});

test("a header that is not whole after 5 s; who waits for one counts as a connection", async () => {
  stopTime();
  const { server, rejected } = await startBehindProxy({ maxConnections: 1 });
  const late = await connectTo(server);
  late.send("PROXY TCP4");
  await until(() => server.statistics.open === 1);
  const refused = await connectTo(server);
  // The one that is refused is told in its own way, too.
  refused.send("PROXY UNKNOWN\r\nx\n");
  expect((await refused.rest()).toString()).toContain("sedang penuh");
  await pass(4999);
  expect(rejected).toHaveLength(0);
  await pass(1);
  await late.closed;
  expect(rejected).toMatchObject([{ reason: "EPROXY_LATE" }]);
  expect(server.statistics).toMatchObject({ open: 0, refused: 1, rejected: 1 });
});

test("the header comes before TLS", async () => {
  const certificate = new Certificate(temporaryFolder(), "localhost");
  const { server, messages } = await startBehindProxy({
    tls: { cert: certificate.cert, key: certificate.key },
  });
  for (const isTogether of [false, true]) {
    const raw = connect({ port: server.address.port, host: "127.0.0.1" });
    if (isTogether) raw.cork();
    raw.write("PROXY TCP4 192.0.2.7 198.51.100.1 56581 12345\r\n");
    const socket = connectTls({ socket: raw, ca: certificate.cert, servername: "localhost" });
    setImmediate(() => raw.uncork());
    const peer = new Peer(socket);
    expect(await peer.ask("halo\n", 46)).toBe(sentence(4, "\n"));
    expect(nameOf(messages.at(-1) as MessageEvent)).toBe("192.0.2.7:56581");
    await peer.close();
  }
});

test("a server that closes answers those whose header and message the kernel holds", async () => {
  const { server } = await startBehindProxy();
  const peer = await connectTo(server);
  await until(() => server.statistics.open === 1);
  peer.send("PROXY UNKNOWN\r\nhalo\n");
  await server.close();
  expect((await peer.rest()).toString()).toBe(sentence(4, "\n"));
});
