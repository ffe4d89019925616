import { env } from "node:process";
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
import { Command, CommanderError, type Help, Option } from "commander";
import { choice, createParsers } from "./option-values.js";
import { MESSAGES, type Messages } from "./wording.js";

/** From the most urgent to the least, as pino calls them. */
const LOG_LEVELS = ["silent", "fatal", "error", "warn", "info", "debug", "trace"] as const;

/** The options of the command line. */
export interface CommandLineOptions {
  readonly host: string;
  readonly port: number;
  readonly socket?: string | undefined;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly lang: Language;
  readonly unit: Unit;
  readonly maxConnections?: number;
  /** In milliseconds, as is the next. */
  readonly idleTimeout: number;
  readonly drainTimeout: number;
  /** In bytes. */
  readonly maxMessage?: number;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly logMessages: boolean;
  readonly metricsPort?: number;
  readonly metricsHost: string;
}

const byName = <T extends string>(names: readonly T[]) => new Map(names.map((name) => [name, name]));
const UNIT_CHOICES = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** The language that the arguments or the environment ask for, also where the rest of them is wrong. */
export function languageOf(args: readonly string[], variable: string | undefined): Language {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const values = options.map((arg, at) =>
    options[at - 1] === "--lang" ? arg : /^--lang=(.*)/s.exec(arg)?.[1],
  );
  return [variable, ...values].reduce<Language>(
    (last, value) => LANGUAGES.find((known) => known === value) ?? last,
    "id",
  );
}

/**
 * The command `hitung-server`, which only parses: it throws a `CommanderError` instead of leaving the process. What
 * the arguments do not tell, it reads from the environment: `--max-message` from HITUNG_MAX_MESSAGE.
 */
export function createCommand(version: string, language: Language): Command {
  const messages = MESSAGES[language];
  const { options: about, titles, units } = messages;
  const parse = createParsers(messages);
  const seconds = (milliseconds: number) => `${milliseconds / 1000} ${units.seconds}`;
  const options = [
    new Option("--host <host>", about.host).default(DEFAULT_HOST).argParser(parse.text),
    new Option("--port <port>", about.port).default(DEFAULT_PORT).argParser(parse.port),
    new Option("--socket <path>", about.socket).argParser(parse.text),
    new Option("--tls-cert <file>", about.tlsCert).argParser(parse.text),
    new Option("--tls-key <file>", about.tlsKey).argParser(parse.text),
    choice("--lang <lang>", about.lang, byName(LANGUAGES), "id", messages),
    choice("--unit <unit>", about.unit, UNIT_CHOICES, "codePoints", messages),
    new Option("--max-connections <count>", about.maxConnections)
      .default(undefined, about.maxConnectionsDefault)
      .argParser(parse.count),
    new Option("--idle-timeout <seconds>", about.idleTimeout)
      .default(300_000, seconds(300_000))
      .argParser(parse.milliseconds),
    new Option("--drain-timeout <seconds>", about.drainTimeout)
      .default(10_000, seconds(10_000))
      .argParser(parse.milliseconds),
    new Option("--max-message <bytes>", about.maxMessage)
      .default(undefined, units.none)
      .argParser(parse.size),
    choice("--log-level <level>", about.logLevel, byName(LOG_LEVELS), "info", messages),
    new Option("--log-messages [on|off]", about.logMessages)
      .preset("on")
      .default(false, "off")
      .argParser(parse.toggle),
    new Option("--metrics-port <port>", about.metricsPort).default(undefined, "off").argParser(parse.port),
    new Option("--metrics-host <host>", about.metricsHost).default(DEFAULT_HOST).argParser(parse.text),
  ];
  const command = new Command("hitung-server")
    .description(messages.description)
    .usage(messages.usage)
    .version(`${version} (Unicode ${unicodeVersion})`, "--version", about.version)
    .helpOption("--help", about.help)
    .configureHelp({
      styleTitle: (title) => ({ "Usage:": titles.usage, "Options:": titles.options })[title] ?? title,
      optionDescription: (option) => describeOption(option, messages),
    } satisfies Partial<Help>)
    .exitOverride()
    .allowExcessArguments(false);
  for (const option of options) {
    const variable = variableOf(option);
    // An empty variable is none.
    command.addOption(env[variable] === "" ? option : option.env(variable));
  }
  return command;
}

/**
 * The options that the arguments and the environment tell together: who gives a host or a port means it, whatever
 * HITUNG_SOCKET says.
 * @throws {CommanderError} where the arguments contradict each other
 */
export function optionsOf(command: Command): CommandLineOptions {
  const options = command.opts<CommandLineOptions>();
  const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
  if (!isGiven("host") && !isGiven("port")) return options;
  if (isGiven("socket")) {
    throw new CommanderError(2, "commander.conflictingOption", "--socket");
  }
  return { ...options, socket: undefined };
}

function variableOf(option: Option): string {
  return `HITUNG_${option.name().replaceAll("-", "_").toUpperCase()}`;
}

/** What is wrong with the arguments, and what is allowed. */
export function describeUsageError(error: CommanderError, language: Language): string {
  const messages = MESSAGES[language];
  const [option = "", value = "", variable] = Array.from(
    error.message.matchAll(/'(.*?)'(?=\s|$)/gs),
    (match) => match[1],
  );
  switch (error.code) {
    case "commander.unknownOption":
      return messages.unknownOption(option);
    case "commander.optionMissingArgument":
      return messages.missingValue(option);
    case "commander.conflictingOption":
      return messages.socketOrPort;
    case "commander.invalidArgument":
      return messages.invalidValue(
        variable === undefined ? option : `${option} (${variable})`,
        value,
        error.message.slice(error.message.indexOf("is invalid.") + 12),
      );
    default:
      return messages.excessArguments;
  }
}

function describeOption(option: Option, { choices, defaultValue }: Messages): string {
  const { argChoices, defaultValueDescription } = option;
  const value = defaultValueDescription ?? option.defaultValue;
  const facts: string[] = [];
  if (argChoices !== undefined) facts.push(`${choices}: ${argChoices.join(", ")}`);
  if (value !== undefined) facts.push(`${defaultValue}: ${value}`);
  if (option.attributeName() !== "version" && option.attributeName() !== "help")
    facts.push(variableOf(option));
  return facts.length === 0 ? option.description : `${option.description} (${facts.join("; ")})`;
}
