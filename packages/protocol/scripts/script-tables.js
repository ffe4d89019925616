/** What the last two bytes of a character of three bytes select from, as far as the second is even or odd. */
const BLOCK_SIZE = 128;
const FIRST_PLANE = 0x10000;

/** Where scripts are, whose characters have three bytes. In between is punctuation, such as the joiners of emoji. */
const SCRIPT_RANGES = [
  [0x800, 0x1fff],
  [0xa000, 0xd7ff],
];
const ROW_SIZE = 16;

/**
 * Tables that count clusters of one script without the automaton, where its characters join in the simple way: marks
 * (Extend and SpacingMark) join what is before them, and a linker joins the consonants on its two sides (GB9, GB9a, GB9c).
 *
 * A block of 128 code points is a set of bits for each low nibble of the last byte: which of the 8 combinations of the last
 * bit of the second byte (4) and the two bits above the nibble (1) are marks. Likewise for linkers and consonants. What is
 * neither of them and not plain is marked as both a mark and a linker.
 * @param {import("./grapheme-classes.js").GraphemeClass[]} classes
 * @param {Uint8Array} classOf
 */
export function scriptTables(classes, classOf) {
  const kinds = classes.map(kindOf);
  const scriptOf = [];
  const scripts = [];
  for (let block = 0; block < FIRST_PLANE; block += BLOCK_SIZE) {
    const inBlock = Array.from(classOf.subarray(block, block + BLOCK_SIZE), (each) => kinds[each]);
    const isScript = SCRIPT_RANGES.some(([first, last]) => block >= first && block <= last);
    if (!isScript || !inBlock.includes("mark")) {
      scriptOf.push(0);
      continue;
    }
    const table = { mark: emptyRow(), linker: emptyRow(), consonant: emptyRow() };
    inBlock.forEach((kind, at) => {
      const bit = 1 << (at >> 4);
      if (kind === "other") {
        table.mark[at & 15] |= bit;
        table.linker[at & 15] |= bit;
      } else if (kind !== "plain") {
        table[kind][at & 15] |= bit;
      }
    });
    scripts.push(...table.mark, ...table.linker, ...table.consonant);
    scriptOf.push(scripts.length / (3 * ROW_SIZE));
  }
  return { scriptOf, scripts };
}

function kindOf({ gcb, incb, pictographic }) {
  if (pictographic) return "other";
  if (gcb === "Other") return incb === "Consonant" ? "consonant" : "plain";
  if (incb === "Linker") return "linker";
  return gcb === "Extend" || gcb === "SpacingMark" ? "mark" : "other";
}

function emptyRow() {
  return new Array(ROW_SIZE).fill(0);
}
