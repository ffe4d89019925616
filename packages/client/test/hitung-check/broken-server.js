// A server of the protocol, as PROTOCOL.md tells it, that breaks one of its rules: the first argument says which. It
// always breaks that of Telnet clients, of which it knows nothing. Only the counting is that of the library.
//   node broken-server.js FAULT [--port 12345] [--language en] [--unit utf16] [--limit 5]
import { createServer } from "node:net";
import { parseArgs } from "node:util";
import { measure } from "@hitung/protocol";

const { values, positionals } = parseArgs({
  options: {
    port: { type: "string", default: "12345" },
    language: { type: "string", default: "id" },
    unit: { type: "string", default: "code-points" },
    limit: { type: "string", default: "Infinity" },
  },
  allowPositionals: true,
});
const [fault = "none"] = positionals;
const { language, unit } = values;
const limit = fault === "no limit" ? Number.POSITIVE_INFINITY : Number(values.limit);

const UNITS = ["codePoints", "graphemes", "utf16", "bytes"];
const UNIT_OF_TEXT = { "code-points": "codePoints", graphemes: "graphemes", utf16: "utf16", bytes: "bytes" };
const PAUSE_MS = fault === "short pause" ? 40 : 250;
/** Connections whose replies nobody takes. */
let blocked = 0;

/** The counts of a message, or the offset of the first byte that is not well-formed. */
function read(bytes) {
  for (let size = bytes.length; size >= 0; size--) {
    try {
      new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, size));
      return size === bytes.length ? { counts: measure(bytes, UNITS) } : { offset: size };
    } catch {
      // Shorter.
    }
  }
}

function frame(kind, tag, payload) {
  const header = Buffer.from([kind, tag, 0, 0, 0, 0]);
  if (fault === "little-endian") header.writeUInt32LE(payload.length, 2);
  else header.writeUInt32BE(payload.length, 2);
  return Buffer.concat([header, payload]);
}

function error(code, text) {
  if (fault === "long explanations") return frame(0xfb, code, Buffer.from(text.padEnd(1100, ".")));
  if (fault === "explanations that are not UTF-8")
    return frame(0xfb, code, Buffer.concat([Buffer.from(text), Buffer.of(0xff)]));
  return frame(0xfb, code, Buffer.from(text));
}

class Frames {
  input = Buffer.alloc(0);
  message = [];
  tag = undefined;
  isBad = false;
  held = [];
  carried = Buffer.alloc(0);

  constructor(socket) {
    this.socket = socket;
  }

  data(chunk) {
    if (fault === "one read is one frame" && this.input.length === 0 && chunk.length < 6)
      return this.fatal(chunk[0]);
    this.input = Buffer.concat([this.input, chunk]);
    const replies = [];
    for (;;) {
      const [kind, tag] = this.input;
      if (kind === undefined) break;
      if (kind !== 0xf8 && kind !== 0xf9) {
        if (fault === "waits for a header" && this.input.length < 6) break;
        this.send(replies);
        return this.fatal(kind);
      }
      if (this.input.length < 6) break;
      const size = this.input.readUInt32BE(2);
      const payload = this.input.subarray(6, 6 + size);
      const missing = 6 + size - this.input.length;
      const answersEarly =
        (fault === "early" && missing === 1) ||
        (fault === "early errors" &&
          kind === 0xf9 &&
          missing > 0 &&
          (tag > 15 || read(payload).offset === 0));
      if (missing > 0 && !answersEarly) break;
      this.input = this.input.subarray(6 + size);
      this.isBad ||=
        tag === 0 ||
        (tag > 15 && fault !== "unknown units") ||
        (tag !== (this.tag ?? tag) && fault !== "units that change");
      this.tag ??= tag;
      this.message.push(payload);
      if (kind === 0xf9 || fault === "replies to PARTs") replies.push(this.reply());
      if (fault === "closes after errors" && replies.at(-1)?.[0] === 0xfb) {
        this.send(replies);
        return this.socket.end();
      }
    }
    this.send(replies);
  }

  reply() {
    const last = this.message.at(-1);
    const message = Buffer.concat([this.carried, ...this.message]);
    const { tag, isBad } = this;
    this.message = [];
    this.tag = undefined;
    this.isBad = false;
    if (isBad) return error(3, fault === "other codes" ? "" : `units ${tag}: unknown, or none`);
    if (message.length > limit) return error(fault === "other codes" ? 4 : 2, `more than ${limit} bytes`);
    const { counts, offset } = read(message);
    if (offset !== undefined) {
      if (fault === "joins messages") this.carried = message.subarray(offset);
      const shown =
        {
          "offset plus 1": offset + 1,
          "offset in the frame": Math.max(0, offset - (message.length - last.length)),
        }[fault] ?? offset;
      return error(1, `offset ${shown}: not well-formed UTF-8`);
    }
    const units = UNITS.filter((_, i) => (tag & (1 << i)) !== 0);
    if (fault === "highest bit first") units.reverse();
    const payload = Buffer.alloc(8 * units.length);
    const more = fault === "one too many" ? 1 : 0;
    for (const [i, each] of units.entries()) payload.writeBigUInt64BE(BigInt(counts[each] + more), 8 * i);
    return frame(0xfa, tag, payload);
  }

  send(replies) {
    if (fault === "order") replies.reverse();
    if (fault === "merged" && replies.length > 1 && replies.every(([kind]) => kind === 0xfa)) {
      return write(
        this.socket,
        frame(0xfa, replies[0][1], Buffer.concat(replies.map((each) => each.subarray(6)))),
      );
    }
    if (fault === "loses one of many" && replies.length > 10) replies.pop();
    if (fault === "holds the last reply back") {
      const all = [...this.held, ...replies];
      this.held = all.splice(-1);
      return write(this.socket, Buffer.concat(all));
    }
    write(this.socket, Buffer.concat(replies));
  }

  fatal(kind) {
    if (fault === "goes on after a bad frame") {
      this.input = this.input.subarray(1);
      return this.input.length > 0 ? this.data(Buffer.alloc(0)) : undefined;
    }
    if (fault !== "silent about bad frames")
      this.socket.write(error(16, `no frame starts with ${kind?.toString(16)}`));
    if (fault !== "stays open after bad frames") this.socket.end();
    this.data = () => {};
  }

  end() {
    const isInside = this.input.length > 0 || this.message.length > 0;
    if (isInside && fault === "counts what was cut") {
      this.message.push(this.input.subarray(6));
      this.tag ??= 1;
      write(this.socket, this.reply());
    } else if (isInside && fault !== "silent about the end")
      write(this.socket, error(16, "the stream ended inside a message"));
    this.socket.end();
  }
}

class Text {
  line = Buffer.alloc(0);
  hasLf = false;
  timer = undefined;

  constructor(socket) {
    this.socket = socket;
  }

  data(chunk) {
    clearTimeout(this.timer);
    this.line = Buffer.concat([this.line, chunk]);
    if (fault === "one read is one line" && !this.hasLf && !this.line.includes(10)) return this.pause();
    for (;;) {
      const at = this.line.indexOf(10);
      if (at < 0) break;
      this.hasLf = true;
      const isCr = at > 0 && this.line[at - 1] === 13 && fault !== "CR is a character";
      const message = this.line.subarray(0, isCr ? at - 1 : at);
      this.line = this.line.subarray(at + 1);
      if (fault === "no empty lines" && message.length === 0) continue;
      const end =
        fault === "no terminator"
          ? ""
          : fault === "always CR LF" || (isCr && fault !== "always LF")
            ? "\r\n"
            : "\n";
      this.answer(message, end);
    }
    if (this.line.length > 0 && !this.hasLf && fault !== "no pause")
      this.timer = setTimeout(() => this.pause(), PAUSE_MS);
  }

  pause() {
    const message = this.line;
    this.line = Buffer.alloc(0);
    this.answer(message, fault === "LF after a pause" ? "\n" : "");
  }

  answer(bytes, end) {
    const id = language === "id";
    const { counts, offset } = read(bytes);
    const number = counts?.[UNIT_OF_TEXT[fault === "one unit only" ? "code-points" : unit]];
    const place = offset + (fault === "bytes from 0" ? 0 : 1);
    const counted = id
      ? `Jumlah karakter dalam kalimat tersebut ada: ${number}`
      : `The message has ${number} ${number === 1 && fault !== "1 characters" ? "character" : "characters"}`;
    const invalid = id
      ? `Galat: pesan bukan UTF-8 yang sah (byte ke-${place})`
      : `Error: the message is not valid UTF-8 (byte ${place})`;
    const large = id
      ? `Galat: pesan lebih besar dari batas server (${limit} byte)`
      : `Error: the message is larger than the server allows (${limit} bytes)`;
    write(this.socket, Buffer.from((bytes.length > limit ? large : counts ? counted : invalid) + end));
    if (fault === "closes after bad lines" && !counts) this.socket.end();
  }

  end() {
    clearTimeout(this.timer);
    if (this.line.length > 0 && fault !== "drops the last line") this.pause();
    if (fault !== "stays open at the end") this.socket.end();
  }
}

function write(socket, bytes) {
  if (bytes.length === 0) return;
  if (!socket.write(bytes) && fault === "waits for a deaf client") {
    blocked++;
    socket.once("drain", () => blocked--);
  }
}

createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
  let mode;
  socket.on("error", () => {});
  socket.on("data", function take(chunk) {
    // All wait for one, as in a server that writes and waits in the same thread.
    if (blocked > 0 && fault === "waits for a deaf client") return void setTimeout(take, 20, chunk);
    const border = fault === "F7 is a frame" ? 0xf7 : 0xf8;
    mode ??= chunk[0] >= border && chunk[0] < 0xff ? new Frames(socket) : new Text(socket);
    mode.data(chunk);
  });
  socket.on("end", () => (mode === undefined ? socket.end() : mode.end()));
}).listen(Number(values.port), "127.0.0.1");
