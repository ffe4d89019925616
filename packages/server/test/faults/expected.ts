import { sentence } from "../../../../testing/sentences.js";

// What a server must answer, told apart from our own code: `TextDecoder` says what is UTF-8, and `Array.from` what a
// code point is.

const LF = 0x0a;
const CR = 0x0d;
const PART = 0xf8;
const MESSAGE = 0xf9;
const COUNTS = 0xfa;
const IAC = 0xff;
const HEADER_SIZE = 6;

/** The text of these bytes, or the offset of the first one that is not UTF-8. */
function decode(bytes: Uint8Array): string | number {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  try {
    // Byte by byte, so that all characters before an offence are known.
    for (const byte of bytes) text += decoder.decode(Uint8Array.of(byte), { stream: true });
    return text + decoder.decode();
  } catch {
    return Buffer.byteLength(text);
  }
}

/** The reply to a message of text mode, without terminator. */
export function textReply(message: Uint8Array): string {
  const text = decode(message);
  if (typeof text === "number") return `Galat: pesan bukan UTF-8 yang sah (byte ke-${text + 1})`;
  return sentence(Array.from(text).length);
}

/** Whether a stream speaks frames, and not text. */
export function areFrames(stream: Uint8Array): boolean {
  const [first = 0] = stream;
  return first >= PART && first < IAC;
}

/** All that is said in text mode to a stream that ends; a pause ends nothing here. */
export function textReplies(stream: Uint8Array): string {
  let replies = "";
  for (let at = 0; at < stream.length; ) {
    const lf = stream.indexOf(LF, at);
    if (lf < 0) return replies + textReply(stream.subarray(at));
    const hasCr = lf > at && stream[lf - 1] === CR;
    replies += `${textReply(stream.subarray(at, hasCr ? lf - 1 : lf))}${hasCr ? "\r\n" : "\n"}`;
    at = lf + 1;
  }
  return replies;
}

/** The text in a stream that may be a Telnet client's: without options, parameters and other commands. */
export function withoutTelnet(stream: Uint8Array): Uint8Array {
  if (stream[0] !== IAC) return stream;
  const text = Buffer.from(stream)
    .toString("latin1")
    .replace(/\xFF(?:[\xFB-\xFE][\s\S]?|\xFA(?:[^\xFF]|\xFF[^\xF0])*(?:\xFF\xF0?)?|([\s\S]?))/g, (_, byte) =>
      byte === "\xFF" ? byte : "",
    )
    .replaceAll("\r\0", "\r\n");
  return Buffer.from(text, "latin1");
}

/**
 * All that is said to a stream of frames, which may go on, one reply after the other: counts by their unit bits, where
 * grapheme clusters are left out, or an error code, with the offset for 1.
 */
export function frameReplies(stream: Uint8Array, goesOn = false): string[] {
  const replies: string[] = [];
  const bytes = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  let pieces: { units: number; payload: Buffer }[] = [];
  let at = 0;
  while (at < bytes.length) {
    const kind = bytes[at] as number;
    if (kind !== PART && kind !== MESSAGE) return [...replies, "error 16"];
    if (bytes.length - at < HEADER_SIZE) return goesOn ? replies : [...replies, "error 16"];
    const end = at + HEADER_SIZE + bytes.readUInt32BE(at + 2);
    if (end > bytes.length) return goesOn ? replies : [...replies, "error 16"];
    pieces.push({ units: bytes[at + 1] as number, payload: bytes.subarray(at + HEADER_SIZE, end) });
    if (kind === MESSAGE) {
      replies.push(frameReply(pieces));
      pieces = [];
    }
    at = end;
  }
  return pieces.length === 0 || goesOn ? replies : [...replies, "error 16"];
}

function frameReply(pieces: readonly { units: number; payload: Buffer }[]): string {
  const [units = 0] = pieces.map((piece) => piece.units);
  if (units < 1 || units > 15 || pieces.some((piece) => piece.units !== units)) return "error 3";
  const message = Buffer.concat(pieces.map(({ payload }) => payload));
  const text = decode(message);
  if (typeof text === "number") return `error 1 at ${text}`;
  return describeCounts(units, [Array.from(text).length, undefined, text.length, message.length]);
}

/** @param counts of code points, grapheme clusters, UTF-16 code units, and bytes */
function describeCounts(units: number, counts: readonly (number | undefined)[]): string {
  const shown = counts.map((count, i) => (((units >> i) & 1) === 0 || i === 1 ? "-" : count));
  return `counts ${units}: ${shown.join(" ")}`;
}

/** What the bytes of replies say, in the words of `frameReplies`; throws where they are no whole replies. */
export function describeReplies(bytes: Buffer): string[] {
  const replies: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const [kind, tag = 0] = bytes.subarray(at);
    const payload = bytes.subarray(at + HEADER_SIZE, at + HEADER_SIZE + bytes.readUInt32BE(at + 2));
    at += HEADER_SIZE + bytes.readUInt32BE(at + 2);
    if (at > bytes.length) throw new Error(`a reply is cut: ${bytes.toString("hex")}`);
    if (kind === COUNTS) {
      let next = 0;
      const counts = [0, 1, 2, 3].map((i) => {
        if (((tag >> i) & 1) === 0) return undefined;
        next += 8;
        return Number(payload.readBigUInt64BE(next - 8));
      });
      replies.push(describeCounts(tag, counts));
    } else {
      const offset = /^offset (\d+):/.exec(payload.toString())?.[1];
      replies.push(offset === undefined ? `error ${tag}` : `error ${tag} at ${offset}`);
    }
  }
  return replies;
}

/** The bytes without a reply that is cut at their end. */
export function wholeReplies(bytes: Buffer): Buffer {
  let at = 0;
  while (at + HEADER_SIZE <= bytes.length) {
    const end = at + HEADER_SIZE + bytes.readUInt32BE(at + 2);
    if (end > bytes.length) break;
    at = end;
  }
  return bytes.subarray(0, at);
}
