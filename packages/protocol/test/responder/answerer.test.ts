import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { sentence } from "../../../../testing/sentences.js";
import { createResponder, type Language, type Outcome, ReplyBuffer, Tally } from "../../src/index.js";
import { Exchange, repliesTo } from "../exchange.js";

const PART = 0xf8;
const MESSAGE = 0xf9;

describe("a limit of 5 bytes for a message", () => {
  const LARGE = errorFrame(2, "the message is larger than 5 bytes, which is this server's limit");

  test.each([
    ["5 bytes", [frame(MESSAGE, 1, "abcde")], [countsFrame(1, 5)]],
    ["6 bytes", [frame(MESSAGE, 1, "abcdef")], [LARGE]],
    ["fewer characters, and more bytes", [frame(MESSAGE, 1, "\u{1f600}\u{1f600}")], [LARGE]],
    [
      "parts that are too large together, and the next message",
      [frame(PART, 1, "abc"), frame(PART, 1, ""), frame(MESSAGE, 1, "def"), frame(MESSAGE, 1, "ghi")],
      [LARGE, countsFrame(1, 3)],
    ],
    ["what is not UTF-8 either", [frame(MESSAGE, 1, bytesOf("<FF>aaaaa"))], [LARGE]],
    ["unknown units as well", [frame(MESSAGE, 16, "abcdef")], [errorFrame(3, "units 16: unknown, or none")]],
    [
      "many short messages at once",
      Array.from({ length: 20 }, () => frame(MESSAGE, 1, "abcdef")),
      new Array(20).fill(LARGE),
    ],
  ])("frames: %s", (_what, requests, replies) => {
    const expected = Buffer.concat(replies).toString("hex");
    inAllCuts(Buffer.concat(requests), (chunks) =>
      expect(repliesTo(chunks, { maxMessageSize: 5 }).toString("hex")).toBe(expected),
    );
  });

  test.each<[string, Language, string]>([
    [
      "abcde\nabcdef\r\nabc",
      "id",
      `${sentence(5)}\nGalat: pesan lebih besar dari batas server (5 byte)\r\n${sentence(3)}`,
    ],
    [
      "a<FF>12345\n\n",
      "en",
      "Error: the message is larger than the server allows (5 bytes)\nThe message has 0 characters\n",
    ],
  ])("text: %j", (request, language, replies) => {
    inAllCuts(bytesOf(request), (chunks) =>
      expect(repliesTo(chunks, { language, maxMessageSize: 5 }).toString()).toBe(replies),
    );
  });
});

test.each([4095, 4096, 5000, 100_000])("a limit of %i bytes holds for the longest and the next", (limit) => {
  const requests = [limit, limit + 1, limit].map((size) => frame(MESSAGE, 8, Buffer.alloc(size, "x")));
  const replies = repliesTo([Buffer.concat(requests)], { maxMessageSize: limit });
  const error = errorFrame(2, `the message is larger than ${limit} bytes, which is this server's limit`);
  expect(replies).toEqual(Buffer.concat([countsFrame(8, limit), error, countsFrame(8, limit)]));
});

describe("a tally", () => {
  const request = Buffer.concat([
    ...Array.from({ length: 100 }, () => frame(MESSAGE, 1, "Handy Arfiano Hastyawan")),
    frame(MESSAGE, 15, "a"),
    frame(PART, 3, "a"),
    frame(MESSAGE, 3, "b"),
    frame(MESSAGE, 0, ""),
    frame(MESSAGE, 1, Uint8Array.of(0xff)),
    frame(MESSAGE, 1, Buffer.alloc(5000, "x")),
  ]);

  test.each([
    ["together", undefined],
    ["one by one", { onPiece() {}, onAnswer() {} }],
  ])("counts the messages of frames that are answered %s", (_how, observer) => {
    inAllCuts(request.subarray(99 * 29), (chunks) => {
      const tallies = { text: new Tally(), frames: new Tally() };
      const first = new Exchange({ tallies });
      first.send(request.subarray(0, 99 * 29));
      expect(first.messages).toBe(99);
      repliesTo(chunks, { tallies, observer });
      expect(countedIn(tallies.frames)).toEqual({ 1: 101, 3: 1, 15: 1 });
      expect([1, 2, 3].map((code) => tallies.frames.errors[code])).toEqual([1, 0, 1]);
      expect(tallies.text).toEqual(new Tally());
    });
  });

  test("counts those of text, and the connections that were closed", () => {
    const tallies = { text: new Tally(), frames: new Tally() };
    const text = Buffer.from("a\n\nb\n\xff\ncccccc\n", "latin1");
    repliesTo([text], { unit: "utf16", maxMessageSize: 5, tallies });
    expect(countedIn(tallies.text)).toEqual({ 4: 3 });
    const options = { language: "id", replies: new ReplyBuffer(), tallies } as const;
    createResponder(0, options).terminate(18);
    createResponder(MESSAGE, options).terminate(19);
    expect([1, 2, 18, 19].map((code) => tallies.text.errors[code])).toEqual([1, 1, 1, 0]);
    expect([1, 2, 18, 19].map((code) => tallies.frames.errors[code])).toEqual([0, 0, 0, 1]);
  });

  /** The messages by their set of units, without those of which there are none. */
  function countedIn({ counted }: Tally): Record<string, number> {
    return Object.fromEntries(Object.entries([...counted]).filter(([, messages]) => messages > 0));
  }
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
    const seen: [string, Outcome][] = [];
    let pieces: Uint8Array[] = [];
    repliesTo(chunks, {
      observer: {
        onPiece: (chunk, from, to) => pieces.push(chunk.slice(from, to)),
        onAnswer(outcome) {
          seen.push([Buffer.concat(pieces).toString(), outcome]);
          pieces = [];
        },
      },
    });
    // Outcomes stay as they are when more messages come.
    const found = seen.map(([text, outcome]) =>
      outcome.kind === "counted" ? `${text}: ${outcome.counts}` : `${text}: error ${outcome.code}`,
    );
    expect(found).toEqual(expected);
  });
});
