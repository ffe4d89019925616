import fc from "fast-check";

/** Characters that join their neighbours in one way or another (UAX #29), and a few that never do. */
const CHARACTERS = [
  ...["a", "é", "ж", "中", "\u{20000}", " ", "“", "。", "A", "\u{1e00}"],
  ...["\r", "\n", "\r\n", "\u0001", "\u00ad", "\u200b", "\u2028", "\ufeff"],
  ..."\u0301\u0308\u0345\u0903\u0e33\u200c\u200d\ufe0f\u20e3\u3099\uff9e",
  ..."\u{1f3fd}\u{e0067}\u{e0001}\u{1f1ee}\u{1f1e9}\u0600\u{110bd}\u0d4e",
  ..."\u1100\u1161\u11a8가각\ua960\ud7b0\ud7cb",
  ...["👨", "👩", "❤", "©", "🏳", "😀", "〰", "㊗", "\u{1f004}"],
  ..."कष\u094d\u093c\u09cdক\u0d4dമ\u1039က\ua9c0ꦏ\u17d2ក",
];

/** Any text without lone surrogates. `fc.string({ unit: "binary" })` takes 300 ms to make a map of all code points. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  const codePoint = fc.oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }));
  return fc.array(codePoint, { maxLength }).map((codePoints) => String.fromCodePoint(...codePoints));
}

/** Texts made of these characters, with runs in which nothing joins, so that both ways of counting take turns. */
export const joiningText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom(...CHARACTERS) },
      { weight: 1, arbitrary: anyText(4) },
      { weight: 1, arbitrary: fc.nat(70).map((size) => "x".repeat(size)) },
      { weight: 1, arbitrary: fc.nat(30).map((size) => "中".repeat(size)) },
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

/** Where scripts of three bytes begin in which marks, linkers and consonants join: blocks of 128 code points. */
const SCRIPTS = [
  ...[0x900, 0x980, 0xa00, 0xa80, 0xb00, 0xb80, 0xc00, 0xc80, 0xd00, 0xd80, 0xe00, 0xe80, 0xf00, 0xf80],
  ...[0x1000, 0x1780, 0x1a00, 0x1a80, 0x1b00, 0x1b80, 0xa800, 0xa880, 0xa980, 0xaa00, 0xabc0],
];

/** Texts in one of these scripts, with what else stands in such texts, and some of what may not. */
export const scriptText: fc.Arbitrary<string> = fc.constantFrom(...SCRIPTS).chain((first) => {
  const own = fc.integer({ min: 0, max: 127 }).map((at) => String.fromCodePoint(first + at));
  const ascii = fc.integer({ min: 0, max: 127 }).map((code) => String.fromCodePoint(code));
  return fc
    .array(
      fc.oneof(
        { weight: 40, arbitrary: own },
        {
          weight: 10,
          arbitrary: fc.constantFrom(
            "\u0915",
            "\u094d",
            "\u0937",
            "\u093f",
            "\u0d15\u0d4e",
            " ",
            "\n",
            "\r\n",
          ),
        },
        { weight: 4, arbitrary: ascii },
        { weight: 1, arbitrary: fc.constantFrom(...CHARACTERS) },
      ),
      { maxLength: 200 },
    )
    .map((parts) => parts.join(""));
});
