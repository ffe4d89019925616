import type { Language } from "@hitung/protocol";
import { type Option, type Program, usageOf } from "./table.js";
import { type Screen, widthOf } from "./terminal.js";
import type { ProgramWording } from "./wording.js";

export type Row = readonly [name: string, meaning: string];

/** Meanings in a column narrower than this stand below the names instead of beside them. */
const NARROWEST_MEANING = 30;

/** Before the names, and between a name and its meaning. */
const INDENT = 2;

/** What `--help` shows on this screen. */
export function helpOf({ name, table, wording }: Program, language: Language, screen: Screen): string {
  const width = widthOf(screen);
  const { titles, someOptions, description, words, examples, exitCodes, ...rest } = wording[language];
  const options = Object.entries(table).map(
    ([key, option]): Row => [
      option.short === undefined ? usageOf(key, option) : `-${option.short}, ${usageOf(key, option)}`,
      describe(option, rest.options[key] as string, rest),
    ],
  );
  const section = (title: string, rows: readonly Row[], widest = rows) => [
    "",
    title,
    ...columns(rows, Math.max(...widest.map(([each]) => each.length)), width),
  ];
  const lines = [
    `${titles.usage} ${name} ${someOptions}${words ? ` [${words.name}...]` : ""}`,
    "",
    ...wrap(description, width),
    ...(words ? section(titles.arguments, [[words.name, words.meaning]], options) : []),
    ...section(titles.options, options),
    ...section(titles.examples, examples),
    ...section(titles.exitCodes, Object.entries(exitCodes)),
  ];
  return `${lines.join("\n")}\n`;
}

/** Names and meanings in two columns, without anything before the names. */
export function twoColumns(rows: readonly Row[], width: number): string[] {
  const indented = columns(rows, Math.max(...rows.map(([each]) => each.length)), width + INDENT);
  return indented.map((line) => line.slice(INDENT));
}

/** Names and meanings in two columns, or the meanings below the names. */
function columns(rows: readonly Row[], nameWidth: number, width: number): string[] {
  const isNarrow = width - nameWidth - 2 * INDENT < NARROWEST_MEANING;
  const indent = " ".repeat(isNarrow ? 3 * INDENT : nameWidth + 2 * INDENT);
  return rows.flatMap(([name, meaning]) => {
    const lines = wrap(meaning, width - indent.length).map((line) => indent + line);
    const start = " ".repeat(INDENT) + name;
    if (isNarrow) return [start, ...lines];
    return [start + lines[0]?.slice(start.length), ...lines.slice(1)];
  });
}

/** Breaks a text at its spaces into lines no longer than this. */
export function wrap(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`;
    if (longer.length <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** The meaning of an option, with its choices, default and variable in brackets. */
function describe(
  { value, default: defaultText, variable }: Option,
  meaning: string,
  wording: Pick<ProgramWording, "choices" | "defaultValue" | "variable">,
): string {
  const facts = [
    value?.choices && `${wording.choices}: ${value.choices.join(", ")}`,
    defaultText && `${wording.defaultValue}: ${defaultText}`,
    variable && `${wording.variable}: ${variable}`,
  ].filter(Boolean);
  return facts.length === 0 ? meaning : `${meaning} (${facts.join("; ")})`;
}
