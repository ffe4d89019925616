import type { Command, Help, Option } from "commander";
import { OPTIONS, type OptionSpec } from "./options.js";
import type { Wording } from "./wording.js";

/** A description with fewer columns beside its option is not wrapped. */
const MIN_WIDTH_TO_WRAP = 15;

/** Returns what `--help` shows, in lines of at most so many columns. */
export function helpText(command: Command, wording: Wording, columns: number): string {
  const { description, usage, titles, examples, exitCodes } = wording;
  command
    .description(description)
    .usage(usage)
    .configureHelp({
      helpWidth: columns,
      minWidthToWrap: MIN_WIDTH_TO_WRAP,
      styleTitle: (title) => ({ "Usage:": titles.usage, "Options:": titles.options })[title] ?? title,
      optionDescription: (option) => describeOption(option, wording),
    } satisfies Partial<Help>);
  const help = command.createHelp();
  const list = (title: string, items: Readonly<Record<string, string>>) => {
    const width = Math.max(...Object.keys(items).map((item) => item.length));
    const lines = Object.entries(items).map(([item, meaning]) => help.formatItem(item, width, meaning, help));
    return help.formatItemList(title, lines, help);
  };
  const sections = [...list(titles.examples, examples), ...list(titles.exitCodes, exitCodes)];
  return `${command.helpInformation()}\n${sections.join("\n").trimEnd()}\n`;
}

function describeOption(option: Option, wording: Wording): string {
  const name = option.attributeName();
  const description = wording.options[name as keyof Wording["options"]];
  const spec = (OPTIONS as Readonly<Record<string, OptionSpec<unknown>>>)[name];
  if (spec === undefined) return description;
  const facts = [`${wording.variable}: ${spec.variable}`];
  const value = shownDefault(spec, wording);
  if (value !== undefined) facts.unshift(`${wording.defaultValue}: ${value}`);
  const { choices } = spec.kind;
  if (choices !== undefined) facts.unshift(`${wording.choices}: ${choices.join(", ")}`);
  return `${description} (${facts.join("; ")})`;
}

/** Returns the default as a person reads it; undefined if there is none. */
export function shownDefault<T>(spec: OptionSpec<T>, wording: Wording): string | undefined {
  if (spec.describeDefault !== undefined) return spec.describeDefault(wording);
  return spec.default === undefined ? undefined : spec.kind.show(spec.default, wording);
}
