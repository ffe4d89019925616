import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { linkOf, stateOfLink } from "../../src/machine/link.js";
import { FIRST_STATE, type State } from "../../src/machine/state.js";

/** The state in a link, for a person who reads English. */
function read(link: string) {
  return stateOfLink(link, "en");
}

test("a link without a state shows the sample, in the language of the reader", () => {
  expect(read("")).toEqual({ state: { ...FIRST_STATE, language: "en" }, problems: [] });
  expect(FIRST_STATE.messages).toEqual([{ kind: "text", typed: "Handy Arfiano Hastyawan" }]);
});

test("a link can be written by hand", () => {
  const { state, problems } = read(
    "lang=id&text=Handy&hex=c3+28&show=2&mode=frames&units=graphemes,bytes&unit=utf16&reply=en&end=crlf&cuts=3,7p,9-11",
  );
  expect(problems).toEqual([]);
  expect(state).toEqual({
    language: "id",
    messages: [
      { kind: "text", typed: "Handy" },
      { kind: "hex", typed: "c3 28" },
    ],
    selected: 1,
    mode: "frames",
    units: 0b1010,
    unit: "utf16",
    replyLanguage: "en",
    ending: "\r\n",
    cuts: [
      { at: 3, pauses: false },
      { at: 7, pauses: true },
      { at: 9, pauses: false },
      { at: 10, pauses: false },
      { at: 11, pauses: false },
    ],
  });
});

test("a link that the page makes is short, and readable", () => {
  const cuts = Array.from({ length: 22 }, (_, at) => ({ at: at + 1, pauses: false }));
  expect(linkOf({ ...FIRST_STATE, cuts: [...cuts, { at: 30, pauses: true }] })).toBe(
    "lang=id&text=Handy+Arfiano+Hastyawan&cuts=1-22%2C30p",
  );
});

const anyState: fc.Arbitrary<State> = fc
  .record({
    language: fc.constantFrom("id", "en"),
    messages: fc.array(
      fc.record({
        kind: fc.constantFrom("text", "hex"),
        // A link is UTF-8, which carries no lone surrogates.
        typed: fc.string({ unit: "grapheme", maxLength: 20 }),
      }),
      { minLength: 1, maxLength: 8 },
    ),
    place: fc.nat(7),
    mode: fc.constantFrom("frames", "text"),
    units: fc.nat(15),
    unit: fc.constantFrom("codePoints", "graphemes", "utf16", "bytes"),
    replyLanguage: fc.constantFrom("id", "en"),
    ending: fc.constantFrom("\n", "\r\n", ""),
    cuts: fc.uniqueArray(fc.record({ at: fc.integer({ min: 1, max: 60 }), pauses: fc.boolean() }), {
      selector: ({ at }) => at,
    }),
  })
  .map(({ place, cuts, ...state }) => ({
    ...state,
    selected: place % state.messages.length,
    cuts: cuts.sort((a, b) => a.at - b.at),
  }));

test("a link brings every state back, whatever it is", () => {
  fc.assert(
    fc.property(anyState, (state) => {
      expect(read(linkOf(state))).toEqual({ state, problems: [] });
    }),
  );
});

describe("a part that cannot be understood is told, and has its usual value", () => {
  test.each([
    ["lang=fr", "lang"],
    ["text=a&show=2", "show"],
    ["text=a&show=0", "show"],
    ["show=x", "show"],
    ["mode=binary", "mode"],
    ["units=graphemes,letters", "units"],
    ["unit=code%20points", "unit"],
    ["unit=toString", "unit"],
    ["reply=", "reply"],
    ["end=cr", "end"],
    ["end=toString", "end"],
    ["cuts=0", "cuts"],
    ["cuts=3,,4", "cuts"],
    ["cuts=-3", "cuts"],
    ["cuts=1-99999999999999999999", "cuts"],
    ["cuts=2000000", "cuts"],
    ["cuts=5-3", "cuts"],
    ["cuts=1-600000,1-600000", "cuts"],
    ["txt=Handy", "txt"],
    ["__proto__=1", "__proto__"],
  ])("%s", (link, part) => {
    const { state, problems } = read(link);
    expect(problems).toEqual([part]);
    expect({ ...state, messages: FIRST_STATE.messages }).toEqual({ ...FIRST_STATE, language: "en" });
  });
});

test("a link that names the same places again and again is refused at once", () => {
  expect(read(`cuts=${"1-1000000,".repeat(2000)}1`).problems).toEqual(["cuts"]);
});

test("of too many messages the first are taken, which is told", () => {
  const { state, problems } = read("text=a&".repeat(20));
  expect([state.messages.length, problems]).toEqual([8, ["text"]]);
});

test.each([
  "README.md",
  "README.id.md",
  "docs/analysis.md",
  "docs/analisis.md",
  "docs/worksheet.md",
  "docs/lembar-kerja.md",
])("%s links to the page, and its links are understood", (file) => {
  const text = readFileSync(new URL(`../../../../${file}`, import.meta.url), "utf8");
  const links = text.match(/https:\/\/hitung\.github\.io\/hitung\/[^)]*/g) ?? [];
  expect(links.length).toBeGreaterThan(1);
  for (const link of links) {
    const hash = new URL(link).hash.slice(1);
    const { state, problems } = read(hash);
    expect(problems).toEqual([]);
    if (hash !== "") expect(linkOf(state).replaceAll("+", "%20")).toBe(hash.replaceAll("+", "%20"));
  }
});
