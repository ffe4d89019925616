import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { inAllCuts } from "../../../../testing/cuts.js";
import { TextSplitter } from "../../src/index.js";

/** A stream; `|` stands for a pause. The end of the stream follows. */
function split(chunks: Uint8Array[]): [string, string][] {
  const messages: [string, string][] = [];
  let open = "";
  const splitter = new TextSplitter({
    onPiece(chunk, from, to) {
      open += Buffer.from(chunk.subarray(from, to)).toString("latin1");
    },
    onMessageEnd(terminator) {
      messages.push([open, terminator]);
      open = "";
      return true;
    },
  });
  for (const chunk of chunks) {
    if (chunk.length === 1 && chunk[0] === 0x7c) splitter.pause();
    else if (splitter.write(chunk, 0) < chunk.length) throw new Error("it stopped inside the chunk");
  }
  splitter.end();
  return messages;
}

const LF = "\n";
const CRLF = "\r\n";

describe("without a pause", () => {
  test.each<[string, [string, string][]]>([
    ["", []],
    ["Handy Arfiano Hastyawan", [["Handy Arfiano Hastyawan", ""]]],
    ["a\n", [["a", LF]]],
    ["a\r\n", [["a", CRLF]]],
    ["\n", [["", LF]]],
    ["\r\n", [["", CRLF]]],
    ["\r", [["\r", ""]]],
    ["a\r", [["a\r", ""]]],
    ["a\r\r\n", [["a\r", CRLF]]],
    ["a\rb\n", [["a\rb", LF]]],
    [
      "\n\r\n\n",
      [
        ["", LF],
        ["", CRLF],
        ["", LF],
      ],
    ],
    [
      "a\nb\r\nc",
      [
        ["a", LF],
        ["b", CRLF],
        ["c", ""],
      ],
    ],
    [
      "\xc3\n\xa9",
      [
        ["\xc3", LF],
        ["\xa9", ""],
      ],
    ],
  ])("%j", (stream, messages) => {
    inAllCuts(Buffer.from(stream, "latin1"), (chunks) => expect(split(chunks)).toEqual(messages));
  });

  test("any stream of letters, CR and LF splits as a regular expression splits it", () => {
    const streams = fc
      .array(fc.constantFrom("a", "\r", "\n"), { maxLength: 40 })
      .map((parts) => parts.join(""));
    fc.assert(
      fc.property(streams, (stream) => {
        const expected = Array.from(stream.matchAll(/([^\n]*?)(\r?\n|$)/g), ([, text, end]) => [text, end]);
        expected.pop();
        const last = stream.slice(stream.lastIndexOf("\n") + 1);
        if (last !== "" && expected.at(-1)?.[1] !== "") expected.push([last, ""]);
        inAllCuts(Buffer.from(stream), (chunks) => expect(split(chunks)).toEqual(expected));
      }),
      { numRuns: 50 },
    );
  });
});

describe("with pauses", () => {
  test.each<[string[], [string, string][]]>([
    [["abc", "|"], [["abc", ""]]],
    [
      ["abc", "|", "|", "de", "|"],
      [
        ["abc", ""],
        ["de", ""],
      ],
    ],
    [["|", "abc", "|"], [["abc", ""]]],
    [
      ["abc\r", "|", "\nde"],
      [
        ["abc\r", ""],
        ["", LF],
        ["de", ""],
      ],
    ],
    [
      ["abc\nde", "|", "f\n"],
      [
        ["abc", LF],
        ["def", LF],
      ],
    ],
    [
      ["abc", "|", "d\ne", "|", "f"],
      [
        ["abc", ""],
        ["d", LF],
        ["ef", ""],
      ],
    ],
  ])("%j", (chunks, messages) => {
    expect(split(chunks.map((chunk) => Buffer.from(chunk)))).toEqual(messages);
  });

  test("a pause ends a message only while one is begun and no LF ever came", () => {
    const splitter = new TextSplitter({ onPiece: () => {}, onMessageEnd: () => true });
    const endsAfter = (text: string) => {
      splitter.write(Buffer.from(text), 0);
      return splitter.endsAtPause;
    };
    expect(splitter.endsAtPause).toBe(false);
    expect(endsAfter("a")).toBe(true);
    splitter.pause();
    expect(splitter.endsAtPause).toBe(false);
    expect(endsAfter("\r")).toBe(true);
    expect(endsAfter("\n")).toBe(false);
    expect(endsAfter("a")).toBe(false);
  });
});

test("it stops after a message if the handler wants it to, and goes on from there", () => {
  const splitter = new TextSplitter({ onPiece: () => {}, onMessageEnd: () => false });
  const stream = Buffer.from("ab\n\r\nc");
  expect(splitter.write(stream, 0)).toBe(3);
  expect(splitter.write(stream, 3)).toBe(5);
  expect(splitter.write(stream, 5)).toBe(6);
});
