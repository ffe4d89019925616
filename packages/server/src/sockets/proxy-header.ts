import { isIPv4, isIPv6, SocketAddress } from "node:net";
import { NOBODY, type Transport } from "./transport.js";

/** The longest header of version 1 in bytes, its line end included (PROXY protocol, section 2.1). */
const MAX_LINE_SIZE = 107;

/** The longest that follows the first 16 bytes of version 2. HAProxy's own limit for all of it is less. */
const MAX_BODY_SIZE = 4096;

/** How version 2 begins: 12 bytes that no other protocol begins with. */
const SIGNATURE = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
const FIXED_SIZE = 16;

const LINE_BEGINNING = Buffer.from("PROXY ");

/** What the second half of the byte behind the signature of version 2 may be. */
const COMMAND_LOCAL = 0;
const COMMAND_PROXY = 1;

/** The families of version 2 with their transport, which must be a stream, and how long a pair of addresses is in each. */
const UNSPECIFIED = 0x00;
const TCP4 = 0x11;
const TCP6 = 0x21;
const UNIX_STREAM = 0x31;
const ADDRESSES_SIZE: ReadonlyMap<number, number> = new Map([
  [UNSPECIFIED, 0],
  [TCP4, 12],
  [TCP6, 36],
  [UNIX_STREAM, 216],
]);

/** Where a client really is: an address, or undefined if the header tells none, as for a proxy's own checks. */
interface Origin {
  readonly remoteAddress: string;
  readonly remotePort: number;
}

/** Why a connection is not served: what comes first on it is no header of the PROXY protocol. */
export class ProxyHeaderError extends Error {
  override readonly name = "ProxyHeaderError";

  /**
   * @param reason stable, for programs: EPROXY_MISSING if something else came, EPROXY_MALFORMED, EPROXY_TOO_LONG,
   * EPROXY_CUT if the connection ended in it, EPROXY_LATE
   * @param detail what exactly is wrong
   * @param firstByte the first byte that came, if any
   */
  constructor(
    readonly reason: `EPROXY_${"MISSING" | "MALFORMED" | "TOO_LONG" | "CUT" | "LATE"}`,
    detail: string,
    readonly firstByte?: number,
  ) {
    super(detail);
  }
}

/** A header that is whole. */
interface Header {
  readonly origin: Origin | undefined;
  /** In bytes. What follows belongs to the client. */
  readonly size: number;
}

/**
 * Reads the header that a proxy sends before all else (PROXY protocol, versions 1 and 2, of HAProxy). All of it is
 * checked, since who can forge one can claim any address.
 * @param bytes what came so far
 * @returns undefined if more has to come
 * @throws {ProxyHeaderError}
 */
function parseProxyHeader(bytes: Buffer): Header | undefined {
  if (beginsAs(bytes, SIGNATURE)) return parseBinary(bytes);
  if (beginsAs(bytes, LINE_BEGINNING)) return parseLine(bytes);
  throw new ProxyHeaderError("EPROXY_MISSING", "the connection does not begin with a PROXY header", bytes[0]);
}

/** Whether the bytes are the beginning, or a part of it so far. */
function beginsAs(bytes: Buffer, beginning: Buffer): boolean {
  const size = Math.min(bytes.length, beginning.length);
  return bytes.subarray(0, size).equals(beginning.subarray(0, size));
}

function malformed(detail: string): ProxyHeaderError {
  return new ProxyHeaderError("EPROXY_MALFORMED", detail);
}

function parseLine(bytes: Buffer): Header | undefined {
  const end = bytes.subarray(0, MAX_LINE_SIZE).indexOf("\n");
  if (end < 0) {
    if (bytes.length < MAX_LINE_SIZE) return undefined;
    throw new ProxyHeaderError("EPROXY_TOO_LONG", `the header has no line end in ${MAX_LINE_SIZE} bytes`);
  }
  const size = end + 1;
  const line = bytes.toString("latin1", 0, size);
  if (!line.endsWith("\r\n")) throw malformed("the line of the header does not end with CR LF");
  if (/^PROXY UNKNOWN( .*)?\r\n$/.test(line)) return { origin: undefined, size };
  const [, protocol, ...fields] = line.trimEnd().split(" ");
  const isAddress = IS_ADDRESS.get(protocol);
  const [source = "", destination = "", sourcePort = "", destinationPort = ""] = fields;
  if (isAddress === undefined)
    throw malformed("the header names a protocol that is not TCP4, TCP6 or UNKNOWN");
  if (fields.length !== 4 || line !== `PROXY ${protocol} ${fields.join(" ")}\r\n`)
    throw malformed("the header has not four fields behind its protocol");
  if (!isAddress(source) || !isAddress(destination))
    throw malformed(`the header has an address that is not ${protocol}`);
  if (!isPort(sourcePort) || !isPort(destinationPort)) throw malformed("the header has a port that is none");
  return { origin: { remoteAddress: canonical(source), remotePort: Number(sourcePort) }, size };
}

const IS_ADDRESS: ReadonlyMap<string | undefined, (text: string) => boolean> = new Map([
  ["TCP4", isIPv4],
  // A zone means nothing on another machine.
  ["TCP6", (text) => isIPv6(text) && !text.includes("%")],
]);

function isPort(text: string): boolean {
  return /^(0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}

function parseBinary(bytes: Buffer): Header | undefined {
  if (bytes.length > SIGNATURE.length) {
    const version = bytes.readUInt8(12) >> 4;
    const command = bytes.readUInt8(12) & 0xf;
    if (version !== 2) throw malformed(`the header has the version ${version}, not 2`);
    if (command > COMMAND_PROXY) throw malformed(`the header has the command ${command}, not 0 or 1`);
  }
  if (bytes.length < FIXED_SIZE) return undefined;
  const isLocal = (bytes.readUInt8(12) & 0xf) === COMMAND_LOCAL;
  const family = bytes.readUInt8(13);
  const length = bytes.readUInt16BE(14);
  if (length > MAX_BODY_SIZE)
    throw new ProxyHeaderError(
      "EPROXY_TOO_LONG",
      `the header has ${length} bytes of addresses and TLVs, not at most ${MAX_BODY_SIZE}`,
    );
  const addressesSize = ADDRESSES_SIZE.get(family);
  // Where the proxy speaks for itself the rest says nothing.
  if (!isLocal && addressesSize === undefined)
    throw malformed(`the header has the family and transport ${family}, which is no stream`);
  if (!isLocal && length < (addressesSize ?? 0))
    throw malformed(`the header has ${length} bytes, which are too few for its addresses`);
  const size = FIXED_SIZE + length;
  if (bytes.length < size) return undefined;
  if (isLocal) return { origin: undefined, size };
  const body = bytes.subarray(FIXED_SIZE, size);
  // Without a family nobody knows where the addresses end.
  if (family !== UNSPECIFIED) checkTlvs(body.subarray(addressesSize));
  return { origin: originIn(family, body), size };
}

function originIn(family: number, body: Buffer): Origin | undefined {
  if (family === TCP4) {
    return { remoteAddress: Array.from(body.subarray(0, 4)).join("."), remotePort: body.readUInt16BE(8) };
  }
  if (family !== TCP6) return undefined;
  const groups = Array.from({ length: 8 }, (_, i) => body.readUInt16BE(2 * i).toString(16));
  return { remoteAddress: canonical(groups.join(":")), remotePort: body.readUInt16BE(32) };
}

/** The address as the system writes it (RFC 5952). */
function canonical(address: string): string {
  return new SocketAddress({ address, family: isIPv4(address) ? "ipv4" : "ipv6" }).address;
}

/** Each is a type, two bytes of length, and so many bytes; what they say is not used. */
function checkTlvs(bytes: Buffer): void {
  let at = 0;
  while (at < bytes.length) {
    if (at + 3 > bytes.length) throw malformed("the header ends in a TLV");
    at += 3 + bytes.readUInt16BE(at + 1);
  }
  if (at !== bytes.length) throw malformed("the header ends in a TLV");
}

/** What a proxy said of its client, and the bytes that came behind it. */
export interface Arrival {
  readonly origin: Origin | undefined;
  readonly rest: Buffer;
}

/**
 * Reads the header from a transport that is paused, and leaves it paused.
 * @param timeout within how many milliseconds it must be whole
 * @throws {ProxyHeaderError}
 */
export function readProxyHeader(transport: Transport, timeout: number): Promise<Arrival> {
  let bytes: Buffer = Buffer.alloc(0);
  return new Promise<Arrival>((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer);
      transport.pause();
      transport.handler = NOBODY;
    };
    const fail = (error: ProxyHeaderError) => {
      leave();
      reject(error);
    };
    const cut = () =>
      fail(
        new ProxyHeaderError(
          "EPROXY_CUT",
          "the connection ended before its PROXY header was whole",
          bytes[0],
        ),
      );
    const timer = setTimeout(() => {
      fail(new ProxyHeaderError("EPROXY_LATE", `the header did not come within ${timeout} ms`, bytes[0]));
    }, timeout);
    transport.handler = {
      onData(chunk) {
        bytes = Buffer.concat([bytes, chunk]);
        try {
          const header = parseProxyHeader(bytes);
          if (header === undefined) return;
          leave();
          resolve({ origin: header.origin, rest: bytes.subarray(header.size) });
        } catch (error) {
          fail(error as ProxyHeaderError);
        }
      },
      onDrain() {},
      onEnd: cut,
      onClose: cut,
    };
    transport.resume();
  });
}
