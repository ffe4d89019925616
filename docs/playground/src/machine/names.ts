import { inflate } from "./inflate.js";

/**
 * Finds the name that a code point has in Unicode 17.0. If the table does not hold the name, the result is the name
 * of the block in capital letters. Code points are integers from 0 to 0x10FFFF.
 *
 * A code point without a name has a label (section 4.8 of the Unicode Standard), such as `<reserved-0378>`. An alias
 * follows the label of a control character: `<control-000A> LINE FEED`.
 */
export type CodePointNames = (codePoint: number) => { readonly name: string } | { readonly block: string };

/** A range of code points of the same kind. */
interface Run {
  readonly kind: number;
  begin: number;
  length: number;
  /** Where the names of the run begin in the list of names. */
  names: number;
}

// The kinds of runs. The fourth kind, 3, has one name in the list: the name of the block.
/** The list has no name for the run: no character is assigned there, or `computedName` makes the names. */
const NONE = 0;
/** The list has a name for each code point of the run. */
const NAMED = 1;
/** The list has one name for the run. The name of a code point is this name, a hyphen and the number (rule NR2). */
const NUMBERED = 2;

const LETTERS = " -0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** The first byte that stands for a word of the dictionary. */
const FIRST_WORD = 2 * LETTERS.length;

/**
 * Reads the table that `scripts/names.js` makes. That file describes the format.
 * @param table a raw deflate stream in base64
 * @throws RangeError if the table ends too early
 */
export async function readNames(table: string): Promise<CodePointNames> {
  const bytes = await inflate(table);
  let at = 0;
  const readByte = () => {
    const byte = bytes[at++];
    if (byte === undefined) throw new RangeError("The table of names ends too early.");
    return byte;
  };
  const runs = readRuns(readByte);
  const count = placeNames(runs);
  const operations = bytes.subarray(at, at + count);
  at += count;
  const names = readList(operations, readByte);

  return (codePoint) => {
    const number = codePoint.toString(16).toUpperCase().padStart(4, "0");
    const computed = computedName(codePoint, number);
    if (computed !== undefined) return { name: computed };
    const run = runOf(codePoint, runs);
    if (run.kind === NONE) return { name: `<reserved-${number}>` };
    const name = names[run.names + (run.kind === NAMED ? codePoint - run.begin : 0)] ?? "";
    if (run.kind === NAMED) return { name: isControl(codePoint) ? `<control-${number}> ${name}` : name };
    return run.kind === NUMBERED ? { name: `${name}-${number}` } : { block: name };
  };
}

function readRuns(readByte: () => number): Run[] {
  const count = readNumber(readByte);
  const runs: Run[] = Array.from({ length: count }, () => ({
    kind: readByte(),
    begin: 0,
    length: 0,
    names: 0,
  }));
  let begin = 0;
  for (const run of runs) {
    run.begin = begin;
    run.length = readNumber(readByte);
    begin += run.length;
  }
  return runs;
}

/** Sets where the names of each run are in the list. Returns how many names the list has. */
function placeNames(runs: readonly Run[]): number {
  let count = 0;
  for (const run of runs.toSorted((a, b) => a.kind - b.kind)) {
    run.names = count;
    if (run.kind !== NONE) count += run.kind === NAMED ? run.length : 1;
  }
  return count;
}

/** A number in LEB128. */
function readNumber(readByte: () => number): number {
  const byte = readByte();
  return byte < 0x80 ? byte : (byte & 0x7f) + 0x80 * readNumber(readByte);
}

function readList(operations: Uint8Array, readByte: () => number): string[] {
  const dictionary: string[] = [];
  const readWord = (): string => {
    const byte = readByte();
    if (byte >= FIRST_WORD) return dictionary[byte - FIRST_WORD] ?? "";
    const letter = LETTERS[byte % LETTERS.length] ?? "";
    return byte < LETTERS.length ? letter + readWord() : letter;
  };
  while (dictionary.length < 256 - FIRST_WORD) dictionary.push(readWord());

  const list: string[] = [];
  for (const operation of operations) {
    const model = wordsOf(modelOf(list));
    const start = operation >> 5;
    const endBits = (operation >> 3) & 3;
    const newBits = operation & 7;
    const newWords = Array.from({ length: newBits < 7 ? newBits : readByte() }, readWord);
    const end = endBits === 0 ? [] : model.slice(start + endBits - 1);
    list.push([...model.slice(0, start), ...newWords, ...end].join(" ").replaceAll(" -", "-"));
  }
  return list;
}

/** The last name. If that is a small letter after its capital letter: the name of the capital letter. */
function modelOf(list: readonly string[]): string {
  const capital = list.at(-1)?.replace(" SMALL ", " CAPITAL ");
  return (list.at(-2) === capital ? capital : list.at(-1)) ?? "";
}

function wordsOf(name: string): string[] {
  // The words of TIBETAN LETTER -A are "TIBETAN", "LETTER" and " -A". The space keeps the hyphen apart from LETTER.
  return name.replaceAll("-", " -").split(/(?<! ) /);
}

function runOf(codePoint: number, runs: readonly Run[]): Run {
  let low = 0;
  let high = runs.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((runs[middle] as Run).begin <= codePoint) low = middle;
    else high = middle;
  }
  return runs[low] as Run;
}

function isControl(codePoint: number): boolean {
  return codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0);
}

/** The name or label of a code point if it follows from the number alone. */
function computedName(codePoint: number, number: string): string | undefined {
  const within = (first: number, last: number) => first <= codePoint && codePoint <= last;
  if (within(0xfdd0, 0xfdef) || (codePoint & 0xfffe) === 0xfffe) return `<noncharacter-${number}>`;
  if (within(0xd800, 0xdfff)) return `<surrogate-${number}>`;
  if (within(0xe000, 0xf8ff) || codePoint >= 0xf0000) return `<private-use-${number}>`;
  if (within(0xac00, 0xd7a3)) return `HANGUL SYLLABLE ${syllable(codePoint - 0xac00)}`;
  if (within(0xfe00, 0xfe0f)) return `VARIATION SELECTOR-${codePoint - 0xfe00 + 1}`;
  if (within(0xe0100, 0xe01ef)) return `VARIATION SELECTOR-${codePoint - 0xe0100 + 17}`;
  if (within(0x2800, 0x28ff)) return `BRAILLE PATTERN ${brailleDots(codePoint - 0x2800)}`;
  return undefined;
}

const LEADING = "G GG N D DD R M B BB S SS  J JJ C K T P H".split(" ");
const VOWELS = "A AE YA YAE EO E YEO YE O WA WAE OE YO U WEO WE WI YU EU YI I".split(" ");
const TRAILING = " G GG GS N NJ NH D L LG LM LB LS LT LP LH M B BS S SS NG J C K T P H".split(" ");

/** The short names of the jamo in a Hangul syllable (rule NR1). The first syllable has index 0. */
function syllable(index: number): string {
  const trailing = index % TRAILING.length;
  const vowel = Math.floor(index / TRAILING.length) % VOWELS.length;
  const leading = Math.floor(index / TRAILING.length / VOWELS.length);
  return `${LEADING[leading]}${VOWELS[vowel]}${TRAILING[trailing]}`;
}

/** The dots of a Braille pattern. Its lowest bit is dot 1. */
function brailleDots(pattern: number): string {
  const dots = [1, 2, 3, 4, 5, 6, 7, 8].filter((dot) => (pattern >> (dot - 1)) & 1);
  return dots.length === 0 ? "BLANK" : `DOTS-${dots.join("")}`;
}
