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
import { MODES, type Mode } from "./exchange.js";
import { TEXT_KINDS, type TextKind } from "./known-message.js";
import { MESSAGES, type Messages } from "./wording.js";

/** The options of the load generator. */
export interface BenchOptions {
  readonly host: string;
  readonly port: number;
  readonly socket?: string;
  readonly tls: boolean;
  readonly tlsCa?: string;
  readonly connections: number;
  /** Messages in flight on each connection. */
  readonly pipeline: number;
  readonly messages: number;
  /** In seconds, in place of `messages`. */
  readonly duration?: number;
  /** In bytes of UTF-8. */
  readonly size: number;
  readonly textKind: TextKind;
  /** At least one. */
  readonly unit: readonly Unit[];
  readonly mode: Mode;
  /** In seconds. */
  readonly timeout: number;
  readonly lang: Language;
  readonly json: boolean;
  readonly plot?: string;
}

/** The largest message, in bytes: it is held in memory, once for all connections, and goes out in one frame. */
const MAX_SIZE = 256 * 1024 * 1024;

const UNIT_CHOICES = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** The command `hitung-bench`, which only parses: it throws a `CommanderError` instead of leaving the process. */
export function createCommand(version: string, language: Language): Command {
  const messages = MESSAGES[language];
  const { options, titles } = messages;
  const whole = (least: number, most: number) => toNumber(least, most, /^\d{1,15}$/, messages.wholeNumber);
  const seconds = toNumber(0.1, 86_400, /^\d{1,5}(\.\d{1,6})?$/, messages.number);
  const text = toText(messages.notEmpty);
  return new Command("hitung-bench")
    .description(messages.description)
    .usage(messages.usage)
    .addOption(
      new Option("--host <host>", options.host).env("HITUNG_HOST").default(DEFAULT_HOST).argParser(text),
    )
    .addOption(
      new Option("--port <port>", options.port)
        .env("HITUNG_PORT")
        .default(DEFAULT_PORT)
        .argParser(whole(1, 65_535)),
    )
    .addOption(new Option("--socket <path>", options.socket).argParser(text))
    .addOption(new Option("--tls", options.tls).default(false))
    .addOption(new Option("--tls-ca <file>", options.tlsCa).implies({ tls: true }).argParser(text))
    .addOption(new Option("--connections <n>", options.connections).default(50).argParser(whole(1, 10_000)))
    .addOption(new Option("--pipeline <n>", options.pipeline).default(1).argParser(whole(1, 100_000)))
    .addOption(
      new Option("--messages <n>", options.messages).default(100_000).argParser(whole(1, 1_000_000_000_000)),
    )
    .addOption(new Option("--duration <seconds>", options.duration).conflicts("messages").argParser(seconds))
    .addOption(new Option("--size <bytes>", options.size).default(23).argParser(whole(0, MAX_SIZE)))
    .addOption(choice("--text-kind <kind>", options.textKind, TEXT_KINDS, messages).default("ascii"))
    .addOption(
      choice("--unit <units>", options.unit, Array.from(UNIT_CHOICES.keys()), messages)
        .default(["codePoints"], UNIT_NAMES.codePoints)
        .argParser(toUnits(messages)),
    )
    .addOption(choice("--mode <mode>", options.mode, MODES, messages).default("frames"))
    .addOption(new Option("--timeout <seconds>", options.timeout).default(30).argParser(seconds))
    .addOption(choice("--lang <lang>", options.lang, LANGUAGES, messages).env("HITUNG_LANG").default("id"))
    .addOption(new Option("--json", options.json).default(false))
    .addOption(new Option("--plot <file>", options.plot).argParser(text))
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
    case "commander.conflictingOption":
      return messages.messagesWithDuration;
    case "commander.excessArguments":
      return messages.excessArguments;
    default: {
      const variable = / from env '(\w+)' is invalid\. /.exec(error.message)?.[1];
      const allowed = error.message.replace(/^.*? is invalid\. /s, "");
      return messages.invalidValue(
        variable === undefined ? option : `${option} (${variable})`,
        value,
        allowed,
      );
    }
  }
}

function toText(empty: string): (value: string) => string {
  return (value) => {
    if (value === "") throw new InvalidArgumentError(empty);
    return value;
  };
}

function toNumber(
  least: number,
  most: number,
  digits: RegExp,
  allowed: (least: string, most: string) => string,
): (value: string) => number {
  return (value) => {
    const number = digits.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) throw new InvalidArgumentError(allowed(`${least}`, `${most}`));
    return number;
  };
}

function toUnits({ allowed }: Messages): (value: string) => Unit[] {
  return (value) =>
    value.split(",").map((name) => {
      const unit = UNIT_CHOICES.get(name);
      if (unit === undefined)
        throw new InvalidArgumentError(allowed(Array.from(UNIT_CHOICES.keys()).join(", ")));
      return unit;
    });
}

/** An option whose value is one of several names. */
function choice(flags: string, description: string, names: readonly string[], { allowed }: Messages): Option {
  return new Option(flags, description).choices(names).argParser((name) => {
    if (!names.includes(name)) throw new InvalidArgumentError(allowed(names.join(", ")));
    return name;
  });
}

function describeOption(option: Option, { choices, defaultValue, environment }: Messages): string {
  const facts: string[] = [];
  if (option.argChoices !== undefined) facts.push(`${choices}: ${option.argChoices.join(", ")}`);
  if (option.defaultValue !== undefined && option.defaultValue !== false) {
    facts.push(`${defaultValue}: ${option.defaultValueDescription ?? option.defaultValue}`);
  }
  if (option.envVar !== undefined) facts.push(`${environment}: ${option.envVar}`);
  return facts.length === 0 ? option.description : `${option.description} (${facts.join("; ")})`;
}
