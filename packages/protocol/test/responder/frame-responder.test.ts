import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { type Reply, ReplyDecoder } from "../../src/index.js";
import { anyText } from "../counting/arbitraries.js";
import { Exchange, repliesTo } from "../exchange.js";

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
    [frame(PART, 1, "ab"), frame(MESSAGE, 1, Buffer.from([0x63, 0xed, 0xa0, 0x80])), frame(MESSAGE, 1, "d")],
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
])("%s", (_name, requests, replies) => {
  const expected = Buffer.concat(replies).toString("hex");
  inAllCuts(Buffer.concat(requests), (chunks) => expect(repliesTo(chunks).toString("hex")).toBe(expected));
});

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
  const expected = Buffer.concat([countsFrame(1, 3), errorFrame(16, explanation)]).toString("hex");
  inAllCuts(Buffer.concat([frame(MESSAGE, 1, "abc"), bad]), (chunks) => {
    const exchange = new Exchange();
    const replies = [...chunks.map((chunk) => exchange.send(chunk)), exchange.end()];
    expect(Buffer.concat(replies).toString("hex")).toBe(expected);
    expect(exchange.isClosed).toBe(true);
    expect(exchange.send(frame(MESSAGE, 1, "a"))).toHaveLength(0);
    expect(exchange.end()).toHaveLength(0);
  });
});

test("any texts, in any number of PARTs, are counted as `Array.from` counts them", () => {
  const texts = fc.array(fc.tuple(anyText(20), fc.nat(3)), {
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
      const expected = Buffer.concat(replies).toString("hex");
      inAllCuts(Buffer.concat(requests), (chunks) =>
        expect(repliesTo(chunks).toString("hex")).toBe(expected),
      );
    }),
    { numRuns: 30 },
  );
});

test("whatever bytes come, the replies are whole frames, and at most the last one closes", () => {
  const start = fc.constantFrom(MESSAGE, PART, 0xfe);
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 200 }), (kind, bytes) => {
      const request = Buffer.concat([Uint8Array.of(kind, 1, 0, 0, 0, bytes.length >> 1), bytes]);
      const exchange = new Exchange();
      const replies = Buffer.concat([exchange.send(request), exchange.end()]);
      const decoded: Reply[] = [];
      const decoder = new ReplyDecoder((reply) => decoded.push(reply));
      decoder.write(replies);
      expect(decoder.insideFrame).toBe(false);
      const closing = decoded.findIndex((reply) => reply.kind === "error" && reply.code === 16);
      expect(closing).toBe(exchange.isClosed ? decoded.length - 1 : -1);
    }),
    { numRuns: 2000 },
  );
});

test("the replies to a chunk of empty messages come in several turns, and all of them come", () => {
  const replies = repliesTo([Buffer.concat(new Array(10_922).fill(frame(MESSAGE, 1)))]);
  expect(replies.equals(Buffer.concat(new Array(10_922).fill(countsFrame(1, 0))))).toBe(true);
});

test.each([17, 18, 19] as const)(
  "a server that closes the connection tells error %i, also inside a message, and reads no more",
  (code) => {
    const exchange = new Exchange();
    exchange.send(frame(PART, 1, "abc"));
    const told = exchange.terminate(code);
    expect([...told.subarray(0, 2)]).toEqual([0xfb, code]);
    expect(told.readUInt32BE(2)).toBe(told.length - 6);
    expect(exchange.isClosed).toBe(true);
    const after = [
      exchange.terminate(code),
      exchange.send(frame(MESSAGE, 1, "def")),
      exchange.pause(),
      exchange.end(),
    ];
    expect(Buffer.concat(after)).toHaveLength(0);
  },
);

test("a server that closes the connection after the message that has begun answers it, and no other", () => {
  // Long enough for the kernel, which answers many at once.
  const begun = Buffer.concat([frame(PART, 1, "a".repeat(60)), frame(PART, 1), frame(MESSAGE, 1, "bc")]);
  const others = Buffer.concat(new Array(20).fill(frame(MESSAGE, 1, "other")));
  const before = frame(MESSAGE, 1, "before");
  for (let cut = 0; cut <= begun.length; cut++) {
    const exchange = new Exchange();
    const first = exchange.send(Buffer.concat([before, begun.subarray(0, cut)]));
    const told = exchange.terminateAfterMessage(19);
    const isBegun = cut > 0 && cut < begun.length;
    expect(exchange.isClosed).toBe(!isBegun);
    const rest = exchange.send(Buffer.concat([begun.subarray(cut), others]));
    const replies = Buffer.concat([first, told, rest]);
    const counts = cut === 0 ? [countsFrame(1, 6)] : [countsFrame(1, 6), countsFrame(1, 62)];
    const expected = Buffer.concat(counts);
    expect(replies.subarray(0, expected.length).equals(expected)).toBe(true);
    const error = replies.subarray(expected.length);
    expect([error[0], error[1], error.readUInt32BE(2)]).toEqual([0xfb, 19, error.length - 6]);
    expect(exchange.isClosed).toBe(true);
    expect(exchange.messages).toBe(counts.length);
  }
});
