import { flagsOf, OPTIONS, type Option } from "../hitung/options.js";
import type { Messages } from "../hitung/wording.js";

/** Lines are no longer than this, in columns. */
const WIDTH = 80;

/** What `--help` shows. */
export function helpIn(messages: Messages): string {
  const { titles } = messages;
  const rows = Array.from(OPTIONS, ([name, option]): [string, string] => [
    flagsOf(name),
    describe(option, messages),
  ]);
  return [
    `${titles.usage} hitung ${messages.usage}`,
    "",
    ...wrap(messages.description, WIDTH),
    "",
    titles.arguments,
    ...columns([[messages.wordsName, messages.words]], rows),
    "",
    titles.options,
    ...columns(rows, rows),
  ].join("\n");
}

/** Rows of two columns, the first as wide as that of `widest`. */
function columns(rows: [string, string][], widest: [string, string][]): string[] {
  const width = Math.max(...widest.map(([first]) => first.length)) + 4;
  return rows.flatMap(([first, second]) =>
    wrap(second, WIDTH - width).map((line, at) => (at === 0 ? `  ${first}` : "").padEnd(width) + line),
  );
}

function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function describe({ key, choices, defaultText, variable }: Option, messages: Messages): string {
  const facts: string[] = [];
  if (choices !== undefined) facts.push(`${messages.choices}: ${Array.from(choices.keys()).join(", ")}`);
  if (defaultText !== undefined) facts.push(`${messages.defaultValue}: ${defaultText}`);
  if (variable !== undefined) facts.push(`${messages.variable}: ${variable}`);
  return facts.length === 0 ? messages.options[key] : `${messages.options[key]} (${facts.join("; ")})`;
}
