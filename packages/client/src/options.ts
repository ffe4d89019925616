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
import { Command, type Help, InvalidArgumentError, Option } from "commander";
import { readCertificates } from "./certificates.js";
import { MESSAGES, type Messages } from "./messages.js";

/** The options of the command line. */
export interface CommandLineOptions {
  readonly host: string;
  readonly port: number;
  readonly socket?: string;
  readonly tls?: boolean;
  /** The certificates themselves, in PEM. */
  readonly tlsCa?: string;
  readonly lang: Language;
  readonly unit: Unit;
  readonly all: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly file: readonly string[];
  readonly text: boolean;
  readonly wait: boolean;
}

export const LANGUAGE_CHOICES: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.map((language) => [language, language]),
);
export const UNIT_CHOICES: ReadonlyMap<string, Unit> = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** The options that have a variable: what is the same from one call to the next. */
const VARIABLES: Readonly<Record<string, string>> = {
  host: "HITUNG_HOST",
  port: "HITUNG_PORT",
  socket: "HITUNG_SOCKET",
  tls: "HITUNG_TLS",
  tlsCa: "HITUNG_TLS_CA",
  lang: "HITUNG_LANG",
  unit: "HITUNG_UNIT",
};

/** The variable that stands for an option, or undefined where none does. */
export function variableOf(option: Option): string | undefined {
  return VARIABLES[option.attributeName()];
}

/** The command `hitung`, which only parses: it throws a `CommanderError` instead of leaving the process. */
export function createCommand(version: string, language: Language): Command {
  const messages = MESSAGES[language];
  const { options, titles } = messages;
  return new Command("hitung")
    .description(messages.description)
    .usage(messages.usage)
    .argument(messages.wordsName, messages.words)
    .addOption(
      new Option("--host <host>", options.host)
        .default(DEFAULT_HOST)
        .argParser(toNonEmpty(messages.hostEmpty)),
    )
    .addOption(
      new Option("--port <port>", options.port).default(DEFAULT_PORT).argParser(toPort(messages.portRange)),
    )
    .addOption(
      new Option("--socket <path>", options.socket)
        .argParser(toNonEmpty(messages.socketEmpty))
        .conflicts(["host", "port"]),
    )
    .addOption(new Option("--tls", options.tls))
    .addOption(
      new Option("--tls-ca <file>", options.tlsCa).argParser((file) => readCertificates(file, messages)),
    )
    .addOption(choice("--lang <lang>", options.lang, LANGUAGE_CHOICES, "id", messages))
    .addOption(choice("--unit <unit>", options.unit, UNIT_CHOICES, "codePoints", messages))
    .addOption(new Option("--all", options.all).default(false).conflicts("unit"))
    .addOption(new Option("--quiet", options.quiet).default(false))
    .addOption(new Option("--json", options.json).default(false).conflicts("quiet"))
    .addOption(
      new Option("--file <path>", options.file)
        .default([])
        .argParser<string[]>((path, paths) => [...paths, path]),
    )
    .addOption(
      new Option("--text", options.text).default(false).conflicts(["unit", "all", "quiet", "json", "file"]),
    )
    .addOption(new Option("--wait", options.wait).default(false))
    .version(`${version} (Unicode ${unicodeVersion})`, "--version", options.version)
    .helpOption("--help", options.help)
    .configureHelp({
      styleTitle: (title) =>
        ({ "Usage:": titles.usage, "Arguments:": titles.arguments, "Options:": titles.options })[title] ??
        title,
      optionDescription: (option) => describeOption(option, messages),
    } satisfies Partial<Help>)
    .exitOverride();
}

function toNonEmpty(empty: string): (value: string) => string {
  return (value) => {
    if (value === "") throw new InvalidArgumentError(empty);
    return value;
  };
}

function toPort(range: string): (value: string) => number {
  return (value) => {
    const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
    if (port < 1 || port > 65_535) throw new InvalidArgumentError(range);
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

function describeOption(option: Option, { choices, defaultValue, variable }: Messages): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(`${choices}: ${option.argChoices.join(", ")}`);
  if (["string", "number"].includes(typeof option.defaultValue)) {
    facts.push(`${defaultValue}: ${option.defaultValueDescription ?? option.defaultValue}`);
  }
  const name = variableOf(option);
  if (name !== undefined) facts.push(`${variable}: ${name}`);
  return facts.length === 0 ? option.description : `${option.description} (${facts.join("; ")})`;
}
