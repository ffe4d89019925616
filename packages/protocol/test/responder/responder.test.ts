import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import {
  createResponder,
  type Language,
  type MessageObserver,
  type Reply,
  ReplyBuffer,
  ReplyDecoder,
  type Responder,
} from "../../src/index.js";

const INDONESIAN = "Jumlah karakter dalam kalimat tersebut ada: ";

interface Setup {
  language?: Language;
  observer?: MessageObserver;
}

/** Puts the chunks, and then the end of the stream, to a responder as a server does, and gives all its replies. */
function respond(
  chunks: Uint8Array[],
  { language = "id", observer }: Setup = {},
): { replies: Buffer; responder: Responder } {
  const buffer = new ReplyBuffer();
  const replies: Uint8Array[] = [];
  const first = chunks.find((chunk) => chunk.length > 0)?.[0] as number;
  const responder = createResponder(first, { language, observer });
  for (const chunk of chunks) {
    let at = 0;
    while (at < chunk.length) {
      at = responder.read(chunk, at, buffer);
      replies.push(Buffer.from(buffer.take()));
    }
  }
  responder.end(buffer);
  replies.push(Buffer.from(buffer.take()));
  return { replies: Buffer.concat(replies), responder };
}

function expectReplies(request: Uint8Array, replies: string | Uint8Array, setup?: Setup): void {
  inAllCuts(request, (chunks) =>
    expect(respond(chunks, setup).replies).toEqual(Buffer.from(replies as string)),
  );
}

test("the first byte decides the mode: from F8 on frames, below it text", () => {
  for (let byte = 0; byte < 256; byte++) {
    expect(createResponder(byte, { language: "id" }).mode).toBe(byte >= 0xf8 ? "frames" : "text");
  }
});

describe("text", () => {
  test.each([
    ["Handy Arfiano Hastyawan", `${INDONESIAN}23`],
    ["Handy Arfiano Hastyawan\n", `${INDONESIAN}23\n`],
    ["a\r\n\nb\u00e9\u{1f600}", `${INDONESIAN}1\r\n${INDONESIAN}0\n${INDONESIAN}3`],
    ["a\0b\n", `${INDONESIAN}3\n`],
    ["\ufeffa\n", `${INDONESIAN}2\n`],
    ["a<FF>b\nc\n", `Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n${INDONESIAN}1\n`],
    ["ab<E2 82>\r\nc", `Galat: pesan bukan UTF-8 yang sah (byte ke-3)\r\n${INDONESIAN}1`],
    ["ab<E2 82>", "Galat: pesan bukan UTF-8 yang sah (byte ke-3)"],
    ["<C0 80>\n", "Galat: pesan bukan UTF-8 yang sah (byte ke-1)\n"],
    ["a<F9>\n", "Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n"],
  ])("%j", (request, replies) => expectReplies(bytesOf(request), replies));

  test("in English, with the singular where it is one", () => {
    const replies = [
      "The message has 0 characters",
      "The message has 1 character",
      "The message has 2 characters",
      "Error: the message is not valid UTF-8 (byte 2)",
      "",
    ];
    expectReplies(bytesOf("\na\nab\na<80>\n"), replies.join("\n"), { language: "en" });
  });

  test("a pause answers what came so far, without terminator", () => {
    const buffer = new ReplyBuffer();
    const responder = createResponder(0x61, { language: "id" });
    responder.read(Buffer.from("halo"), 0, buffer);
    expect(buffer.size).toBe(0);
    expect(responder.endsAtPause).toBe(true);
    responder.pause(buffer);
    expect(Buffer.from(buffer.take()).toString()).toBe(`${INDONESIAN}4`);
    responder.end(buffer);
    expect(buffer.size).toBe(0);
  });

  test("the replies to a chunk of nothing but LF come in several turns, and all of them come", () => {
    const { replies } = respond([Buffer.alloc(65_536, "\n")]);
    expect(replies.equals(Buffer.from(`${INDONESIAN}0\n`.repeat(65_536)))).toBe(true);
  });
});

describe("frames", () => {
  const MESSAGE = 0xf9;
  const PART = 0xf8;

  test.each([
    ["one message", [frame(MESSAGE, 1, "Handy Arfiano Hastyawan")], [countsFrame(1, 23)]],
    ["an empty message", [frame(MESSAGE, 1)], [countsFrame(1, 0)]],
    [
      "replies keep the order of the messages",
      [frame(MESSAGE, 1, "a"), frame(MESSAGE, 1, "bc"), frame(MESSAGE, 1, "\u{1f600}\n\r\n")],
      [countsFrame(1, 1), countsFrame(1, 2), countsFrame(1, 4)],
    ],
    [
      "a character cut by two PARTs is whole",
      [
        frame(PART, 1, Buffer.from([0xf0, 0x9f])),
        frame(PART, 1),
        frame(MESSAGE, 1, Buffer.from([0x98, 0x80, 0x61])),
      ],
      [countsFrame(1, 2)],
    ],
    [
      "not UTF-8: the message fails, the next one does not",
      [
        frame(PART, 1, "ab"),
        frame(MESSAGE, 1, Buffer.from([0x63, 0xed, 0xa0, 0x80])),
        frame(MESSAGE, 1, "d"),
      ],
      [errorFrame(1, "offset 3: not well-formed UTF-8"), countsFrame(1, 1)],
    ],
    [
      "a character that the message cuts",
      [frame(MESSAGE, 1, Buffer.from([0x61, 0xe2, 0x82])), frame(MESSAGE, 1, Buffer.from([0xac]))],
      [errorFrame(1, "offset 1: not well-formed UTF-8"), errorFrame(1, "offset 0: not well-formed UTF-8")],
    ],
    [
      "no units, unknown units",
      [frame(MESSAGE, 0, "a"), frame(MESSAGE, 0x81, "a"), frame(MESSAGE, 1, "a")],
      [
        errorFrame(3, "units 0: unknown, or none"),
        errorFrame(3, "units 129: unknown, or none"),
        countsFrame(1, 1),
      ],
    ],
    [
      "units that change within a message",
      [frame(PART, 1, "a"), frame(MESSAGE, 0, "b"), frame(MESSAGE, 1, "c")],
      [errorFrame(3, "units 0: not those of the message's first frame, 1"), countsFrame(1, 1)],
    ],
  ])("%s", (_name, requests, replies) => expectReplies(Buffer.concat(requests), Buffer.concat(replies)));

  test.each([
    ["an unknown kind", bytesOf("<FF>"), "no frame that may come here starts with FF"],
    ["a reply instead of a request", countsFrame(1, 1), "no frame that may come here starts with FA"],
    [
      "text behind a frame",
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      "no frame that may come here starts with 47",
    ],
    ["an end inside a header", bytesOf("<F9 01 00>"), "the stream ended inside a frame"],
    ["an end inside a payload", bytesOf("<F9 01 00 00 00 02>a"), "the stream ended inside a frame"],
    ["an end inside a message", frame(PART, 1, "a"), "the stream ended after a PART, before its MESSAGE"],
  ])("%s is told, and is the last that is told", (_name, bad, explanation) => {
    const request = Buffer.concat([frame(MESSAGE, 1, "abc"), bad]);
    expectReplies(request, Buffer.concat([countsFrame(1, 3), errorFrame(16, explanation)]));
    const { responder } = respond([request]);
    expect(responder.isClosed).toBe(true);
    const buffer = new ReplyBuffer();
    expect(responder.read(frame(MESSAGE, 1, "a"), 0, buffer)).toBe(7);
    responder.end(buffer);
    expect(buffer.size).toBe(0);
  });

  test("any texts, in any number of PARTs, are counted as `Array.from` counts them", () => {
    const texts = fc.array(fc.tuple(fc.string({ unit: "binary", maxLength: 20 }), fc.nat(3)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(texts, (messages) => {
        const requests = messages.flatMap(([text, parts]) => {
          const bytes = Buffer.from(text);
          const size = Math.ceil(bytes.length / (parts + 1));
          const pieces = Array.from({ length: parts }, (_, i) =>
            frame(PART, 1, bytes.subarray(i * size, (i + 1) * size)),
          );
          return [...pieces, frame(MESSAGE, 1, bytes.subarray(parts * size))];
        });
        const replies = messages.map(([text]) => countsFrame(1, Array.from(text).length));
        inAllCuts(Buffer.concat(requests), (chunks) =>
          expect(respond(chunks).replies).toEqual(Buffer.concat(replies)),
        );
      }),
      { numRuns: 30 },
    );
  });

  test("whatever bytes come, the replies are whole frames, and at most the last one closes", () => {
    const start = fc.constantFrom(MESSAGE, PART, 0xff);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 200 }), (kind, bytes) => {
        const request = Buffer.concat([Uint8Array.of(kind, 1, 0, 0, 0, bytes.length >> 1), bytes]);
        const { replies, responder } = respond([request]);
        const decoded: Reply[] = [];
        const decoder = new ReplyDecoder((reply) => decoded.push(reply));
        decoder.write(replies);
        expect(decoder.insideFrame).toBe(false);
        const closing = decoded.findIndex((reply) => reply.kind === "error" && reply.code === 16);
        expect(closing).toBe(responder.isClosed ? decoded.length - 1 : -1);
      }),
      { numRuns: 2000 },
    );
  });

  test("the replies to a chunk of empty messages come in several turns, and all of them come", () => {
    const { replies } = respond([Buffer.concat(Array.from({ length: 10_922 }, () => frame(MESSAGE, 1)))]);
    expect(replies.equals(Buffer.concat(Array.from({ length: 10_922 }, () => countsFrame(1, 0))))).toBe(true);
  });
});

test.each([
  ["text", Buffer.from("h\u00e9\n\nab"), ["h\u00e9: 2", ": 0", "ab: 2"]],
  [
    "frames",
    Buffer.concat([frame(0xf8, 1, "h"), frame(0xf9, 1, "\u00e9"), frame(0xf9, 0, "x")]),
    ["h\u00e9: 2", "x: error 3"],
  ],
])("an observer sees each message and what became of it: %s", (_mode, request, expected) => {
  inAllCuts(request, (chunks) => {
    const seen: string[] = [];
    let pieces: Uint8Array[] = [];
    respond(chunks, {
      observer: {
        onPiece: (chunk, from, to) => pieces.push(chunk.slice(from, to)),
        onAnswer(outcome) {
          const text = Buffer.concat(pieces).toString();
          seen.push(
            outcome.kind === "counted" ? `${text}: ${outcome.counts}` : `${text}: error ${outcome.code}`,
          );
          pieces = [];
        },
      },
    });
    expect(seen).toEqual(expected);
  });
});
