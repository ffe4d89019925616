import { parseArgs } from "node:util";
import type { Language } from "@hitung/protocol";
import {
  type CommandLineOptions,
  DEFAULTS,
  flagsOf,
  InvalidValueError,
  LANGUAGE_CHOICES,
  OPTIONS,
  parseValue,
} from "../hitung/options.js";
import { MESSAGES, type Messages } from "../hitung/wording.js";

// Node's own `parseArgs` splits the arguments: to load a library for it takes longer than to ask a question.

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
  /** What is to be shown instead of asking anything. */
  readonly shows: "help" | "version" | undefined;
  readonly options: CommandLineOptions;
  readonly words: readonly string[];
}

/** An option or word among the arguments. */
type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

/**
 * Reads the arguments and, for what they leave open, the environment.
 * @throws {UsageError} where they are wrong
 */
export function parseCommandLine(args: readonly string[], env: Environment): CommandLine {
  const tokens = tokensOf(args);
  const language = languageIn(tokens, env);
  const messages = MESSAGES[language];
  const options: Record<string, unknown> = { ...DEFAULTS };
  const given = new Set<string>();
  const words: string[] = [];
  try {
    for (const token of tokens) {
      if (token.kind === "positional") words.push(token.value);
      if (token.kind === "option") given.add(readOption(token, options, messages));
    }
    for (const shows of ["help", "version"] as const) {
      if (given.has(shows)) return { shows, options: { ...DEFAULTS, lang: language }, words };
    }
    checkConflicts(given, words, messages);
    readVariables(given, env, options, messages);
  } catch (error) {
    throw error instanceof InvalidValueError ? new UsageError(error.message, language) : error;
  }
  return { shows: undefined, options: options as unknown as CommandLineOptions, words };
}

/** The language that arguments and environment ask for, also where the rest of them is wrong. */
export function languageOf(args: readonly string[], env: Environment): Language {
  return languageIn(tokensOf(args), env);
}

function tokensOf(args: readonly string[]): readonly Token[] {
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(
      Array.from(OPTIONS, ([name, { value }]) => [
        name,
        { type: value === undefined ? "boolean" : "string" },
      ]),
    ),
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}

function languageIn(tokens: readonly Token[], env: Environment): Language {
  const values = tokens.map((token) => (token.kind === "option" && token.name === "lang" ? token.value : ""));
  return [env.HITUNG_LANG, ...values].reduce<Language>(
    (last, value) => LANGUAGE_CHOICES.get(value ?? "") ?? last,
    DEFAULTS.lang,
  );
}

/** Sets an option, and gives its name. */
function readOption(
  { name, rawName, value, inlineValue }: Extract<Token, { kind: "option" }>,
  options: Record<string, unknown>,
  messages: Messages,
): string {
  const option = rawName.startsWith("--") ? OPTIONS.get(name) : undefined;
  if (option === undefined || (option.value === undefined && inlineValue)) {
    throw new InvalidValueError(messages.unknownOption(inlineValue ? `${rawName}=${value}` : rawName));
  }
  if (option.value === undefined) {
    options[option.key] = true;
    return name;
  }
  if (value === undefined) throw new InvalidValueError(messages.missingValue(flagsOf(name)));
  const parsed = explained(
    () => parseValue(option, value, messages),
    (allowed) => messages.invalidValue(flagsOf(name), value, allowed),
  );
  options[option.key] = option.key === "file" ? [...(options.file as string[]), parsed] : parsed;
  return name;
}

function checkConflicts(
  given: ReadonlySet<string>,
  words: readonly string[],
  { conflict, conflicts, wordsOption }: Messages,
): void {
  const refuse = (name: string, other: string) => {
    throw new InvalidValueError(conflict(`--${name}`, other, conflicts[name] ?? ""));
  };
  for (const [name, option] of OPTIONS) {
    const other = given.has(name) ? option.conflicts?.find((each) => given.has(each)) : undefined;
    if (other !== undefined) refuse(name, `--${other}`);
  }
  if (given.has("file") && words.length > 0) refuse("file", wordsOption);
}

/** Sets the options that the arguments leave open from the environment, where an empty variable counts as none. */
function readVariables(
  given: ReadonlySet<string>,
  env: Environment,
  options: Record<string, unknown>,
  messages: Messages,
): void {
  for (const [name, option] of OPTIONS) {
    const { variable } = option;
    const value = variable && env[variable];
    if (!value || given.has(name)) continue;
    // Whoever types a host means it.
    if (name === "socket" && (given.has("host") || given.has("port"))) continue;
    // Whom to trust means TLS.
    if (name === "tls" && given.has("tls-ca")) continue;
    options[option.key] = explained(
      () => (option.value === undefined ? toBoolean(value, messages) : parseValue(option, value, messages)),
      (allowed) => messages.invalidVariable(variable, value, allowed),
    );
  }
}

function toBoolean(value: string, { allowed }: Messages): boolean {
  if (value !== "1" && value !== "0") throw new InvalidValueError(allowed("1, 0"));
  return value === "1";
}

/** Says of a value that is not allowed where it comes from. */
function explained<T>(parse: () => T, explain: (allowed: string) => string): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof InvalidValueError ? new InvalidValueError(explain(error.message)) : error;
  }
}
