import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { inAllCuts } from "../../../../testing/cuts.js";
import { Counter, count, InvalidUtf8Error, measure, UNITS, type Unit } from "../../src/index.js";
import { anyText, joiningText } from "./arbitraries.js";
import { TEXTS } from "./texts.js";

/** What the platform itself says: iteration, `length` and `Buffer`. Lone surrogates become U+FFFD. */
function expectedCounts(text: string): Record<"codePoints" | "utf16" | "bytes", number> {
  return { codePoints: [...text].length, utf16: text.length, bytes: Buffer.byteLength(text) };
}

test("a family of three in all four units", () => {
  expect(measure("👨‍👩‍👧")).toEqual({ codePoints: 5, graphemes: 1, utf16: 8, bytes: 18 });
});

test("code points are counted by default", () => {
  expect(count("e\u0301")).toBe(2);
  expect(count("e\u0301", "graphemes")).toBe(1);
});

test("only what is asked for is returned, in the order of the units' bits", () => {
  expect(Object.entries(measure("é", ["bytes", "graphemes"]))).toEqual([
    ["graphemes", 1],
    ["bytes", 2],
  ]);
  expect(measure("é", [])).toEqual({});
});

test.each(Object.entries(TEXTS))("%s in every unit, cut anywhere, short and long", (_, text) => {
  for (const times of [1, 9]) {
    const repeated = text.repeat(times);
    expect(measure(repeated)).toMatchObject(expectedCounts(repeated));
    inAllCuts(Buffer.from(repeated), (chunks) => {
      const counter = new Counter(["codePoints", "utf16", "bytes"]);
      for (const chunk of chunks) counter.write(chunk);
      expect(counter.end()).toEqual(expectedCounts(repeated));
    });
  }
});

test("texts around the size of the kernel's input", () => {
  for (const size of [65_533, 65_534, 65_535, 65_536, 65_537, 131_072, 200_001]) {
    for (const character of ["a", "é", "中", "😀", "e\u0301"]) {
      const text = `${"-".repeat(size % 4)}${character.repeat(Math.ceil(size / Buffer.byteLength(character)))}`;
      const expected = { ...expectedCounts(text), graphemes: (size % 4) + expectedClusters(text, character) };
      expect(measure(text)).toEqual(expected);
      expect(measure(Buffer.from(text))).toEqual(expected);
    }
  }
});

function expectedClusters(text: string, character: string): number {
  return text.split(character).length - 1;
}

describe("a string with lone surrogates", () => {
  const REPLACED = { codePoints: 1, graphemes: 1, utf16: 1, bytes: 3 };

  test.each(["\ud800", "\udbff", "\udc00", "\udfff"])(
    "counts %j as the U+FFFD that would be sent",
    (text) => {
      expect(measure(text)).toEqual(REPLACED);
    },
  );

  test("is counted as TextEncoder would send it, wherever a piece ends", () => {
    for (const before of [16_382, 16_383, 16_384, 32_767]) {
      for (const text of ["😀", "\ude00\ud83d", "\ud83d", "\ude00", "\ud83d\ud83d\ude00"]) {
        const whole = `${"x".repeat(before)}${text}y`;
        expect(measure(whole)).toEqual(measure(new TextEncoder().encode(whole)));
        expect(count(whole, "utf16")).toBe(whole.length);
      }
    }
  });

  test("is counted so for any string", () => {
    const texts = fc.oneof(anyText(10), joiningText);
    const surrogates = fc
      .array(fc.integer({ min: 0xd700, max: 0xe0ff }))
      .map((units) => String.fromCharCode(...units));
    fc.assert(
      fc.property(texts, surrogates, (text, odd) => {
        expect(measure(text + odd)).toMatchObject(expectedCounts(text + odd));
      }),
    );
  });
});

describe("bytes that are not UTF-8", () => {
  test("throw the offset of the first ill-formed sequence, in every unit and at every distance", () => {
    for (const unit of UNITS) {
      for (const before of [0, 1, 30, 63, 64, 100, 65_535, 65_536, 70_000]) {
        for (const [bad, offset] of [
          ["ff", 0],
          ["c3", 0],
          ["e28261", 0],
          ["f09f98c3a9", 0],
          ["c3a980", 2],
        ] as const) {
          const bytes = Buffer.concat([Buffer.alloc(before, "é"), Buffer.from(bad, "hex")]);
          // An odd number of bytes of é ends in its lead, which is ill-formed before anything that is no continuation.
          const expected = before % 2 === 1 ? before - 1 : before + offset;
          expect(() => count(bytes, unit)).toThrow(new InvalidUtf8Error(expected));
        }
      }
    }
  });

  test("are refused by write as soon as they are seen, and by end, and then the counter starts anew", () => {
    const counter = new Counter(["codePoints"]);
    expect(() => counter.write(Uint8Array.of(0x61, 0xff))).toThrow(new InvalidUtf8Error(1));
    expect(() => counter.write(Uint8Array.of(0x61))).toThrow(new InvalidUtf8Error(1));
    expect(() => counter.end()).toThrow(new InvalidUtf8Error(1));
    counter.write(Uint8Array.of(0x61, 0xc3));
    expect(() => counter.end()).toThrow(new InvalidUtf8Error(1));
    counter.write(Uint8Array.of(0x61));
    expect(counter.end()).toEqual({ codePoints: 1 });
  });

  test("are found at the same offset however the chunks are cut", () => {
    const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0x61, 0xc3, 0xa9, 0xe2, 0x82, 0xac)), {
      maxLength: 300,
    });
    fc.assert(
      fc.property(joiningText, bytes, (text, noise) => {
        const all = Buffer.concat([Buffer.from(text), Buffer.from(noise)]);
        expect(outcome([all])).toEqual(outcome(Array.from(all, (byte) => Uint8Array.of(byte))));
      }),
      { numRuns: 300 },
    );
  });

  function outcome(chunks: readonly Uint8Array[]): Readonly<Record<Unit, number>> | number {
    const counter = new Counter();
    try {
      for (const chunk of chunks) counter.write(chunk);
      return counter.end();
    } catch (error) {
      return (error as InvalidUtf8Error).byteOffset;
    }
  }
});

test("two counters that take turns do not disturb each other", () => {
  const family = Buffer.from("👨‍👩‍👧");
  const [one, other] = [new Counter(), new Counter()];
  for (const byte of family) {
    one.write(Uint8Array.of(byte));
    other.write(Uint8Array.of(0x61));
  }
  expect(one.end()).toEqual({ codePoints: 5, graphemes: 1, utf16: 8, bytes: 18 });
  expect(other.end()).toEqual({ codePoints: 18, graphemes: 18, utf16: 18, bytes: 18 });
});
