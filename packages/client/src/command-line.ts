import { LANGUAGES, type Language } from "@hitung/protocol";
import { type Command, CommanderError } from "commander";
import { MESSAGES, type Messages } from "./messages.js";
import { type CommandLineOptions, createCommand, variableOf } from "./options.js";

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The arguments cannot be understood, or contradict each other. The message is for a person. */
export class UsageError extends Error {
  readonly language: Language;

  constructor(message: string, language: Language) {
    super(message);
    this.language = language;
  }
}

/** What the arguments and the environment say together. */
export interface CommandLine {
  readonly options: CommandLineOptions;
  readonly words: readonly string[];
}

/**
 * Reads the arguments and, for what they leave open, the environment.
 * @param show takes the help, or the version, where they are asked for
 * @returns undefined where nothing else is to be done
 * @throws {UsageError} where they are wrong
 */
export function parseCommandLine(
  args: readonly string[],
  env: Environment,
  version: string,
  show: (text: string) => void,
): CommandLine | undefined {
  const language = languageOf(args, env);
  const messages = MESSAGES[language];
  const command = createCommand(version, language).configureOutput({ writeOut: show, writeErr: () => {} });
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(describe(error, messages), language);
  }
  const problem = readVariables(command, env, messages) ?? wordsWithFile(command, messages);
  if (problem !== undefined) throw new UsageError(problem, language);
  return { options: command.opts<CommandLineOptions>(), words: command.args };
}

/** The language that arguments and environment ask for, also where the rest of them is wrong. */
function languageOf(args: readonly string[], env: Environment): Language {
  const end = args.indexOf("--");
  const options = end < 0 ? args : args.slice(0, end);
  const values = options.map((arg, at) =>
    options[at - 1] === "--lang" ? arg : /^--lang=(.*)/s.exec(arg)?.[1],
  );
  return [env.HITUNG_LANG, ...values].reduce<Language>(
    (last, value) => LANGUAGES.find((known) => known === value) ?? last,
    "id",
  );
}

/**
 * Sets the options that the arguments leave open from the environment; an empty variable counts as none. Commander
 * would do so before it looks for conflicts, and would take HITUNG_TLS=0 for yes.
 * @returns what is wrong, if something is
 */
function readVariables(command: Command, env: Environment, messages: Messages): string | undefined {
  const isGiven = (name: string) => command.getOptionValueSource(name) === "cli";
  for (const option of command.options) {
    const name = option.attributeName();
    const variable = variableOf(option);
    const value = variable && env[variable];
    if (!value || isGiven(name)) continue;
    // Whoever types a host means it.
    if (name === "socket" && (isGiven("host") || isGiven("port"))) continue;
    try {
      command.setOptionValueWithSource(
        name,
        option.isBoolean() ? toBoolean(value, messages) : option.parseArg?.(value, undefined),
        "env",
      );
    } catch (error) {
      return messages.invalidVariable(variable, value, (error as Error).message);
    }
  }
  return undefined;
}

function toBoolean(value: string, { allowed }: Messages): boolean {
  if (value !== "1" && value !== "0") throw new Error(allowed("1, 0"));
  return value === "1";
}

function wordsWithFile(command: Command, messages: Messages): string | undefined {
  return command.args.length > 0 && command.getOptionValueSource("file") === "cli"
    ? conflict("--file", messages.wordsOption, messages)
    : undefined;
}

/** What is wrong with the arguments, and what is allowed. */
function describe(error: CommanderError, messages: Messages): string {
  const [option = "", value = ""] = Array.from(
    error.message.matchAll(/'(.*?)'(?=\s|$)/gs),
    (match) => match[1],
  );
  switch (error.code) {
    case "commander.unknownOption":
      return messages.unknownOption(option, /\(Did you mean (?:one of )?(.*)\?\)/.exec(error.message)?.[1]);
    case "commander.optionMissingArgument":
      return messages.missingValue(option);
    case "commander.conflictingOption":
      return conflict(option, value, messages);
    default:
      return messages.invalidValue(option, value, error.message.replace(/^.*? is invalid\. /s, ""));
  }
}

/** Two options, each with or without the name of its value. */
function conflict(option: string, other: string, messages: Messages): string {
  const name = option.replace(/ .*/, "");
  return messages.conflict(name, other.replace(/ <.*/, ""), messages.conflicts[name] ?? "");
}
