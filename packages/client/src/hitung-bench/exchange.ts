import {
  bitsOf,
  ErrorCode,
  encodeFrame,
  FIRST_FATAL_ERROR_CODE,
  FRAME_HEADER_SIZE,
  FrameKind,
  type Language,
  printable,
  type Reply,
  ReplyDecoder,
  SENTENCES,
  UNIT_NAMES,
  type Unit,
  unitsOf,
  writeCounts,
} from "@hitung/protocol";
import { errorCodeOf } from "../library/server-text.js";
import type { KnownMessage } from "./known-message.js";

/** How the server is spoken to. */
export const MODES = ["frames", "text"] as const;

/** A reply, as it is told to a person. */
export interface ReadReply {
  readonly kind: "right" | "wrong" | "error";
  readonly description: string;
  /** Whether the server closes the connection after it. */
  readonly isFatal: boolean;
  /** Whether what has no reply may be sent again on another connection (PROTOCOL.md, section 7). */
  readonly isPassing: boolean;
}

/** Reads replies from chunks that are cut anywhere. */
export interface ReplyReader {
  /** @throws {BadFrameError} if the bytes are no reply */
  write(chunk: Uint8Array): void;
}

/** What is sent for one message, and what must come back for it. */
export interface Exchange {
  readonly request: Buffer;
  /** Always the same bytes, so that whole chunks of replies are compared and never taken apart. */
  readonly reply: Buffer;
  /** The right reply, as it is told to a person. */
  readonly expected: string;
  /** Reads replies one by one, for a connection on which a wrong one came. */
  createReader(onReply: (reply: ReadReply) => void): ReplyReader;
}

/** The errors with which a server closes a connection that did nothing wrong. */
const PASSING: readonly number[] = [ErrorCode.SERVER_BUSY, ErrorCode.IDLE, ErrorCode.SHUTTING_DOWN];

function describeAnswer(description: string, expected: string): ReadReply {
  const kind = description === expected ? "right" : "wrong";
  return { kind, description, isFatal: false, isPassing: false };
}

/** Speaks frames. */
export function frameExchange({ bytes, counts }: KnownMessage, units: readonly Unit[]): Exchange {
  const bits = bitsOf(units);
  const asked = unitsOf(bits);
  const numbers = asked.map((unit) => counts[unit]);
  const reply = Buffer.alloc(FRAME_HEADER_SIZE + 8 * asked.length);
  writeCounts(reply, 0, bits, numbers);
  const expected = describeReply({ kind: "counts", units: bits, counts: numbers });
  return {
    request: Buffer.from(encodeFrame(FrameKind.MESSAGE, bits, bytes).buffer),
    reply,
    expected,
    createReader: (onReply) =>
      new ReplyDecoder((read) => {
        const description = describeReply(read);
        if (read.kind === "error") {
          const isFatal = read.code >= FIRST_FATAL_ERROR_CODE;
          onReply({ kind: "error", description, isFatal, isPassing: PASSING.includes(read.code) });
        } else onReply(describeAnswer(description, expected));
      }),
  };
}

/** Speaks text, to a server that counts this unit and answers in this language. */
export function textExchange({ bytes, counts }: KnownMessage, unit: Unit, language: Language): Exchange {
  const sentence = SENTENCES[language].counted(counts[unit]);
  const expected = quote(sentence);
  return {
    request: Buffer.concat([bytes, Buffer.from("\n")]),
    reply: Buffer.from(`${sentence}\n`),
    expected,
    createReader: (onReply) =>
      new LineReader((line) => {
        const isRefusal = errorCodeOf(`${line}\n`) !== undefined;
        if (isRefusal) onReply({ kind: "error", description: quote(line), isFatal: true, isPassing: true });
        else onReply(describeAnswer(quote(line), expected));
      }),
  };
}

/** The longest line of a reply that is kept, in bytes; the rest of it is dropped. */
const MAX_LINE_SIZE = 1024;

const LF = 0x0a;

class LineReader implements ReplyReader {
  readonly #onLine: (line: string) => void;
  #line = Buffer.alloc(0);

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(chunk: Uint8Array): void {
    for (let at = 0; at < chunk.length; ) {
      const lf = chunk.indexOf(LF, at);
      const end = lf < 0 ? chunk.length : lf;
      this.#line = Buffer.concat([this.#line, chunk.subarray(at, end)]).subarray(0, MAX_LINE_SIZE);
      if (lf < 0) return;
      this.#onLine(this.#line.toString());
      this.#line = Buffer.alloc(0);
      at = lf + 1;
    }
  }
}

function describeReply(reply: Reply): string {
  if (reply.kind === "error") return `ERROR ${reply.code} ${quote(reply.explanation)}`;
  const names = unitsOf(reply.units).map((unit) => UNIT_NAMES[unit]);
  return `COUNTS ${reply.counts.map((count, at) => `${names[at] ?? "?"} ${count}`).join(", ")}`;
}

/** Text of a server on one line, without what a terminal would act on. */
function quote(text: string): string {
  return `"${printable(text)}"`;
}
