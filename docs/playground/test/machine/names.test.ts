import { describe, expect, test } from "@jest/globals";
import { Process, testWith } from "../../../../testing/processes.js";
// @ts-expect-error: The scripts are not TypeScript.
import { nameTable } from "../../scripts/names.js";
import { readNames } from "../../src/machine/names.js";

const table: string = await nameTable();
const namesOf = await readNames(table);

const CODE_POINTS = Array.from({ length: 0x110000 }, (_, codePoint) => codePoint);

/** The name of a code point, or undefined if the page holds only that of its block. */
function nameOf(codePoint: number): string | undefined {
  const answer = namesOf(codePoint);
  return "name" in answer ? answer.name : undefined;
}

test("the table fits into the page", () => {
  expect(table.length).toBeLessThanOrEqual(45_000);
});

test("a table that is cut off is refused", async () => {
  const stored = Buffer.from([0b1, 1, 0, 0xfe, 0xff, 9]);
  await expect(readNames(stored.toString("base64"))).rejects.toThrow(RangeError);
});

test("every code point has a name or a block, and none looks odd", () => {
  const text = /^(<[a-z-]+-[0-9A-F]{4,6}>|<control-00[0-9A-F]{2}> [A-Z][A-Z ]+|[A-Z0-9][A-Z0-9 -]*)$/;
  const odd = CODE_POINTS.map(namesOf).filter((answer) => !text.test(Object.values(answer).join()));
  expect(odd).toEqual([]);
});

// What the Unicode Standard says, in its section 4.8 and in its data files Blocks.txt and NameAliases.txt.
test.each([
  [0x00, { name: "<control-0000> NULL" }],
  [0x0a, { name: "<control-000A> LINE FEED" }],
  [0x7f, { name: "<control-007F> DELETE" }],
  [0x80, { name: "<control-0080> PADDING CHARACTER" }],
  [0x85, { name: "<control-0085> NEXT LINE" }],
  [0x378, { name: "<reserved-0378>" }],
  [0x8a0, { block: "ARABIC EXTENDED-A" }],
  [0xf60, { name: "TIBETAN LETTER -A" }],
  [0xfd0, { name: "TIBETAN MARK BSKA- SHOG GI MGO RGYAN" }],
  [0x2800, { name: "BRAILLE PATTERN BLANK" }],
  [0x2895, { name: "BRAILLE PATTERN DOTS-1358" }],
  [0x4e00, { name: "CJK UNIFIED IDEOGRAPH-4E00" }],
  [0xa840, { block: "PHAGS-PA" }],
  [0xd4db, { name: "HANGUL SYLLABLE PWILH" }],
  [0xd7a4, { name: "<reserved-D7A4>" }],
  [0xd800, { name: "<surrogate-D800>" }],
  [0xe000, { name: "<private-use-E000>" }],
  [0xfa6d, { name: "CJK COMPATIBILITY IDEOGRAPH-FA6D" }],
  [0xfa6e, { name: "<reserved-FA6E>" }],
  [0xfdd0, { name: "<noncharacter-FDD0>" }],
  [0xfe0f, { name: "VARIATION SELECTOR-16" }],
  [0xfffe, { name: "<noncharacter-FFFE>" }],
  [0x10600, { block: "LINEAR A" }],
  [0x13000, { block: "EGYPTIAN HIEROGLYPHS" }],
  [0x17000, { name: "TANGUT IDEOGRAPH-17000" }],
  [0x18b00, { name: "KHITAN SMALL SCRIPT CHARACTER-18B00" }],
  [0x1b170, { name: "NUSHU CHARACTER-1B170" }],
  [0x323b0, { name: "CJK UNIFIED IDEOGRAPH-323B0" }],
  [0xe01ef, { name: "VARIATION SELECTOR-256" }],
  [0x10fffd, { name: "<private-use-10FFFD>" }],
  [0x10ffff, { name: "<noncharacter-10FFFF>" }],
])("code point %i has what the Unicode Standard says", (codePoint, expected) => {
  expect(namesOf(codePoint)).toEqual(expected);
});

// The engine says which code points these are. Its Unicode may be older.
test.each([
  ["emoji", /\p{Emoji}/u],
  [
    "the scripts of Indonesia",
    /[\p{sc=Bali}\p{sc=Batk}\p{sc=Bugi}\p{sc=Java}\p{sc=Kawi}\p{sc=Maka}\p{sc=Rjng}\p{sc=Sund}]/u,
  ],
  ["scripts of India", /[\p{sc=Beng}\p{sc=Guru}\p{sc=Gujr}\p{sc=Orya}\p{sc=Telu}\p{sc=Knda}\p{sc=Mlym}]/u],
  ["other scripts", /[\p{sc=Armn}\p{sc=Geor}\p{sc=Hebr}\p{sc=Laoo}\p{sc=Thai}\p{sc=Tibt}]/u],
  ["Latin, Greek and Cyrillic", /[\0-\u052F\u1E00-\u1FFF]/u],
  ["punctuation and signs", /[\u2000-\u243F\u2460-\u27BF]/u],
  ["kana", /[\u3000-\u30FF\uFF00-\uFFEF]/u],
])("the table has the names of %s", (_, pattern) => {
  const missing = CODE_POINTS.filter(
    (codePoint) => pattern.test(String.fromCodePoint(codePoint)) && nameOf(codePoint) === undefined,
  );
  expect(missing).toEqual([]);
});

describe("Python's unicodedata, whose Unicode may be older", () => {
  testWith("python3", "has the same names", async () => {
    const lines = await python(`
for code_point in range(0x110000):
    name = unicodedata.name(chr(code_point), "")
    if name: print(code_point, name)
`);
    const named = lines.map(([codePoint, name]) => ({ expected: name, found: nameOf(Number(codePoint)) }));
    const held = named.filter(({ found }) => found !== undefined);
    expect(held.filter(({ expected, found }) => expected !== found)).toEqual([]);
    // 92,856 unified ideographs and 11,172 syllables of Hangul have been in Unicode since version 13.0.
    expect(held.length).toBeGreaterThan(92_856 + 11_172 + 10_000);
  });

  testWith("python3", "has the control characters under the same aliases", async () => {
    const controls = CODE_POINTS.filter((codePoint) => nameOf(codePoint)?.startsWith("<control-"));
    const aliases = controls.map((codePoint) => nameOf(codePoint)?.replace(/^<.*> /, ""));
    const lines = await python(`
for alias in ${JSON.stringify(aliases)}: print(ord(unicodedata.lookup(alias)))
`);
    expect(controls).toHaveLength(65);
    expect(lines.map(([codePoint]) => Number(codePoint))).toEqual(controls);
  });

  testWith("python3", "has the categories that the labels tell", async () => {
    const categories = new Map(
      (
        await python(`
for code_point in range(0x110000):
    category = unicodedata.category(chr(code_point))
    if category != "Cn": print(code_point, category)
`)
      ).map(([codePoint, category]) => [Number(codePoint), category]),
    );
    const labels = {
      control: "Cc",
      surrogate: "Cs",
      "private-use": "Co",
      reserved: "Cn",
      noncharacter: "Cn",
    };
    const different = CODE_POINTS.filter((codePoint) => {
      const label = /^<(.*)-[0-9A-F]+>/.exec(nameOf(codePoint) ?? "")?.[1];
      const category = categories.get(codePoint) ?? "Cn";
      if (label !== undefined) return labels[label as keyof typeof labels] !== category;
      return ["Cc", "Cs", "Co"].includes(category);
    });
    expect(different).toEqual([]);
  });
});

/** What a program prints: of each line the first word, and what comes after it. */
async function python(program: string): Promise<[string, string][]> {
  const { code, stdout, stderr } = await new Process("python3", [
    "-c",
    `import unicodedata\n${program}`,
  ]).finish();
  if (code !== 0) throw new Error(`python3: ${stderr}`);
  return stdout.split(/\r?\n/, -1).flatMap((line) => {
    const [, first, rest] = /^(\d+) ?(.*)$/.exec(line) ?? [];
    return first === undefined ? [] : [[first, rest ?? ""]];
  });
}
