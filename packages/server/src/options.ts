import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  LANGUAGES,
  type Language,
  UNIT_NAMES,
  UNITS,
  type Unit,
  unicodeVersion,
} from "@hitung/protocol";
import { Command, type CommanderError, type Help, InvalidArgumentError, Option } from "commander";
import { MESSAGES } from "./messages.js";

/** The options of the command line. */
export interface CommandLineOptions {
  readonly host: string;
  readonly port: number;
  readonly lang: Language;
  readonly unit: Unit;
  readonly logMessages: boolean;
}

const LANGUAGE_CHOICES = new Map(LANGUAGES.map((language) => [language, language]));
const UNIT_CHOICES = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** The language that the arguments ask for, also where the rest of them is wrong. */
export function languageOf(args: readonly string[]): Language {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const values = options.map((arg, at) =>
    options[at - 1] === "--lang" ? arg : /^--lang=(.*)/s.exec(arg)?.[1],
  );
  return values.reduce<Language>((last, value) => LANGUAGES.find((known) => known === value) ?? last, "id");
}

/** The command `hitung-server`, which only parses: it throws a `CommanderError` instead of leaving the process. */
export function createCommand(version: string, language: Language): Command {
  const { description, usage, options, titles, ...messages } = MESSAGES[language];
  return new Command("hitung-server")
    .description(description)
    .usage(usage)
    .addOption(
      new Option("--host <host>", options.host).default(DEFAULT_HOST).argParser(toHost(messages.hostEmpty)),
    )
    .addOption(
      new Option("--port <port>", options.port).default(DEFAULT_PORT).argParser(toPort(messages.portRange)),
    )
    .addOption(choice("--lang <lang>", options.lang, LANGUAGE_CHOICES, "id", messages))
    .addOption(choice("--unit <unit>", options.unit, UNIT_CHOICES, "codePoints", messages))
    .addOption(new Option("--log-messages", options.logMessages).default(false, ""))
    .version(`${version} (Unicode ${unicodeVersion})`, "--version", options.version)
    .helpOption("--help", options.help)
    .configureHelp({
      styleTitle: (title) => ({ "Usage:": titles.usage, "Options:": titles.options })[title] ?? title,
      optionDescription: (option) => describeOption(option, messages),
    } satisfies Partial<Help>)
    .exitOverride()
    .allowExcessArguments(false);
}

/** What is wrong with the arguments, and what is allowed. */
export function describeUsageError(error: CommanderError, language: Language): string {
  const messages = MESSAGES[language];
  const [option = "", value = ""] = Array.from(
    error.message.matchAll(/'(.*?)'(?=\s|$)/gs),
    (match) => match[1],
  );
  switch (error.code) {
    case "commander.unknownOption":
      return messages.unknownOption(option);
    case "commander.optionMissingArgument":
      return messages.missingValue(option);
    case "commander.invalidArgument":
      return messages.invalidValue(
        option,
        value,
        error.message.slice(error.message.indexOf("is invalid.") + 12),
      );
    default:
      return messages.excessArguments;
  }
}

function toHost(empty: string): (value: string) => string {
  return (value) => {
    if (value === "") throw new InvalidArgumentError(empty);
    return value;
  };
}

function toPort(range: string): (value: string) => number {
  return (value) => {
    const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
    if (!(port <= 65_535)) throw new InvalidArgumentError(range);
    return port;
  };
}

/** An option whose value is one of several, each known to the command line by a name. */
function choice<T>(
  flags: string,
  description: string,
  values: ReadonlyMap<string, T>,
  defaultValue: T,
  { allowed }: { allowed(choices: string): string },
): Option {
  const names = Array.from(values.keys());
  const defaultName = names.find((name) => values.get(name) === defaultValue);
  return new Option(flags, description)
    .choices(names)
    .default(defaultValue, defaultName)
    .argParser((name) => {
      const value = values.get(name);
      if (value === undefined) throw new InvalidArgumentError(allowed(names.join(", ")));
      return value;
    });
}

function describeOption(option: Option, words: { defaultValue: string; choices: string }): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(`${words.choices}: ${option.argChoices.join(", ")}`);
  if (option.defaultValue !== undefined && option.defaultValue !== false) {
    facts.push(`${words.defaultValue}: ${option.defaultValueDescription ?? option.defaultValue}`);
  }
  return facts.length === 0 ? option.description : `${option.description} (${facts.join("; ")})`;
}
