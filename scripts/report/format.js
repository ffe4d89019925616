// Figures and tables as people read them.

/** From a unit to the next, and how many of it make one. */
const LARGER = { "MB/s": ["GB/s", 1000], "k/s": ["M/s", 1000], µs: ["ms", 1000] };

/** Three significant digits, in the larger unit from 1000 on. */
export function speedText(value, unit, language = "en") {
  const [larger, factor] = LARGER[unit] ?? [unit, 1];
  const isLarge = larger !== unit && value >= factor;
  return `${number(isLarge ? value / factor : value, language)} ${isLarge ? larger : unit}`;
}

/** The labels of an axis: all in one unit, the larger one if each of them is at least 1 of it, or 0. */
export function axisTexts(values, unit, language) {
  const [larger, factor] = LARGER[unit] ?? [unit, 1];
  const isLarge = values.every((value) => value === 0 || value >= factor);
  return values.map((value) =>
    isLarge ? `${number(value / factor, language)} ${larger}` : `${number(value, language)} ${unit}`,
  );
}

/** Three significant digits. */
export function number(value, language = "en") {
  return new Intl.NumberFormat(language, { maximumSignificantDigits: 3 }).format(value);
}

/** How many times as much. */
export function times(ratio, language = "en") {
  return `${number(ratio, language)} ×`;
}

/** A table of Markdown; a cell that is not there is a dash. */
export function table(head, rows) {
  const lineOf = (cells) => `| ${cells.map((cell) => cell ?? "–").join(" | ")} |`;
  return [lineOf(head), `|${head.map(() => "---|").join("")}`, ...rows.map(lineOf)].join("\n");
}
