import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { cutAt } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { sentence } from "../../../../testing/sentences.js";
import { count, receiveBuffer } from "../../src/index.js";
import { joiningText } from "../counting/arbitraries.js";
import { Exchange, repliesTo } from "../exchange.js";

const PART = 0xf8;
const MESSAGE = 0xf9;

/** A responder with an observer answers message by message, in JavaScript. */
const OBSERVED = { observer: { onPiece() {}, onAnswer() {} } };

const payload = fc.oneof(
  { weight: 4, arbitrary: fc.constant(Buffer.from("Handy Arfiano Hastyawan")) },
  { weight: 3, arbitrary: joiningText.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
  { weight: 1, arbitrary: fc.integer({ min: 4000, max: 4200 }).map((size) => Buffer.alloc(size, "é")) },
);
const request = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(fc.constant(MESSAGE), fc.integer({ min: 1, max: 15 }), payload) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom(PART, MESSAGE), fc.nat(255), payload) },
);
const requests = fc
  .array(request, { maxLength: 30 })
  .map((frames) => Buffer.concat(frames.map(([kind, units, bytes]) => frame(kind, units, bytes))));

describe("the replies to many frames at once", () => {
  test("are those to the same frames one by one, whole, byte by byte and cut at random", () => {
    fc.assert(
      fc.property(requests, fc.array(fc.nat(), { maxLength: 4 }), (bytes, places) => {
        const expected = repliesTo([bytes], OBSERVED).toString("hex");
        expect(repliesTo([bytes]).toString("hex")).toBe(expected);
        expect(repliesTo(Array.from(bytes, (byte) => Uint8Array.of(byte))).toString("hex")).toBe(expected);
        const cuts = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
        expect(repliesTo(cutAt(bytes, cuts)).toString("hex")).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("have the counts that the platform finds, in each mix of units", () => {
    const texts = ["", "Handy Arfiano Hastyawan", "Хэнди", "e\u0301\r\n", "👨‍👩‍👧😀", "x".repeat(4096)];
    const segmenter = new Intl.Segmenter("en");
    for (let units = 1; units <= 15; units++) {
      const expected = texts.map((text) => {
        const all = [
          [...text].length,
          [...segmenter.segment(text)].length,
          text.length,
          Buffer.byteLength(text),
        ];
        return countsFrame(units, ...all.filter((_, bit) => (units & (1 << bit)) !== 0));
      });
      const sent = Buffer.concat(texts.map((text) => frame(MESSAGE, units, text)));
      expect(repliesTo([sent])).toEqual(Buffer.concat(expected));
    }
  });

  test("leave nothing out if they fill the buffer many times over", () => {
    const sent = Buffer.concat(new Array(20_000).fill(frame(MESSAGE, 15, "naïve")));
    const reply = countsFrame(15, 5, 5, 5, 6);
    expect(repliesTo([sent]).equals(Buffer.concat(new Array(20_000).fill(reply)))).toBe(true);
  });

  test("end with an error in its place if a frame among them is wrong", () => {
    const good = frame(MESSAGE, 1, "Handy Arfiano Hastyawan");
    const sent = [
      good,
      good,
      frame(MESSAGE, 1, Uint8Array.of(0x61, 0xc3)),
      good,
      frame(MESSAGE, 16, "a"),
      good,
    ];
    expect(repliesTo([Buffer.concat([...sent, Buffer.from("GET / HTTP/1.1\r\n\r\n".repeat(5))])])).toEqual(
      Buffer.concat([
        countsFrame(1, 23),
        countsFrame(1, 23),
        errorFrame(1, "offset 1: not well-formed UTF-8"),
        countsFrame(1, 23),
        errorFrame(3, "units 16: unknown, or none"),
        countsFrame(1, 23),
        errorFrame(16, "no frame that may come here starts with 47"),
      ]),
    );
  });

  test("never take the length of one message for a line break of the next", () => {
    // 0D, the last byte of the header, is CR, and LF starts the payload.
    const sent = Buffer.concat(new Array(10).fill(frame(MESSAGE, 2, `\n${"x".repeat(12)}`)));
    expect(repliesTo([sent])).toEqual(Buffer.concat(new Array(10).fill(countsFrame(2, 13))));
  });
});

const line = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("Handy Arfiano Hastyawan", "", "a", "x\r", "x\r\r", "é") },
  { weight: 3, arbitrary: joiningText },
  { weight: 1, arbitrary: fc.integer({ min: 4080, max: 4110 }).map((size) => "x".repeat(size)) },
);
const lines = fc
  .array(
    fc.oneof(
      { weight: 9, arbitrary: line.map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)) },
    ),
    { maxLength: 30 },
  )
  .map((all) => Buffer.concat(all.flatMap((each) => [each, Buffer.from("\n")])));

describe("the replies to many lines at once", () => {
  test.each([
    ["id", "codePoints"],
    ["en", "codePoints"],
    ["en", "graphemes"],
    ["id", "utf16"],
    ["en", "bytes"],
  ] as const)("are those to the same lines one by one, whole and cut at random: %s, %s", (language, unit) => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(), { maxLength: 4 }), (bytes, places) => {
        const options = { language, unit };
        const expected = repliesTo([bytes], { ...options, ...OBSERVED }).toString();
        expect(repliesTo([bytes], options).toString()).toBe(expected);
        const cuts = places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b);
        expect(repliesTo(cutAt(bytes, cuts), options).toString()).toBe(expected);
      }),
      { numRuns: 200 },
    );
  });

  test("have the counts that the platform finds, of one to four digits", () => {
    const sizes = [0, 1, 2, 9, 10, 99, 100, 999, 1000, 4096, 4097];
    const sent = sizes.map((size) => `${"é".repeat(size / 2)}${size % 2 === 0 ? "" : "x"}\r\n`);
    const expected = sizes.map((size) => sentence(Math.ceil(size / 2), "\r\n"));
    expect(repliesTo([Buffer.from(sent.join(""))]).toString()).toBe(expected.join(""));
  });

  test("are told apart from a message that a pause ends, which comes before any line", () => {
    const exchange = new Exchange();
    exchange.send(Buffer.from("halo\nhalo\nhal"));
    expect(exchange.endsAtPause).toBe(false);
    expect(exchange.messages).toBe(2);
    expect(exchange.end().toString()).toBe(sentence(3));
  });
});

describe("what was received into the memory of the kernel", () => {
  test("is answered as anything else, also if other texts are counted in between", () => {
    const texts = [
      "Handy Arfiano Hastyawan",
      "naïve",
      "कि\r\n",
      "x".repeat(5000),
      "é".repeat(9000),
      "😀".repeat(3000),
    ];
    const memory = receiveBuffer();
    for (const units of [1, 2, 15]) {
      const sent = Buffer.concat(texts.map((text) => frame(MESSAGE, units, text)));
      const exchange = new Exchange();
      const replies = [];
      for (let at = 0; at < sent.length; at += 30_000) {
        const piece = sent.subarray(at, at + 30_000);
        memory.set(piece);
        replies.push(exchange.send(memory.subarray(0, piece.length)));
        expect(count("é".repeat(20_000), "graphemes")).toBe(20_000);
      }
      expect(Buffer.concat(replies).toString("hex")).toBe(repliesTo([sent], OBSERVED).toString("hex"));
    }
  });
});
