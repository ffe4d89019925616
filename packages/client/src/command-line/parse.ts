import type { Language } from "@hitung/protocol";
import { chooseLanguage } from "./language.js";
import { nearestTo } from "./nearest.js";
import { quote } from "./shell.js";
import { shownName } from "./shown-name.js";
import {
  type Environment,
  nameOf,
  type Option,
  type OptionsOf,
  type Program,
  type Table,
  usageOf,
} from "./table.js";
import { type OptionToken, type Token, tokensOf } from "./tokens.js";
import { FLAG } from "./values.js";
import type { ProgramWording } from "./wording.js";

/** The arguments cannot be understood, or contradict each other. The message is for a person. */
export class UsageError extends Error {}

/** What the arguments and the environment say together. */
export interface CommandLine<T extends Table> {
  readonly options: OptionsOf<T>;
  /** The arguments that are no options. */
  readonly words: readonly string[];
}

type Row = readonly [key: string, option: Option];

/**
 * Reads the arguments and, for what they leave open, the environment. Who asks for help or the version is not told what
 * else is wrong with the options that are known.
 * @throws {UsageError} if they cannot be understood, or contradict each other
 */
export function parseCommandLine<T extends Table>(
  { table, wording }: Program<T>,
  args: readonly string[],
  env: Environment,
): CommandLine<T> {
  const tokens = tokensOf(args, table);
  const reader = new Reader(table, wording[languageIn(tokens, env)]);
  reader.readArguments(tokens, args);
  const { options, words } = reader;
  if (!options.help && !options.version) {
    reader.checkConflicts(env);
    reader.readVariables(env);
  }
  return { options: options as OptionsOf<T>, words };
}

/** The language that the arguments or the environment ask for, even if the rest of them is wrong. */
export function languageOf(args: readonly string[], env: Environment, table: Table): Language {
  return languageIn(tokensOf(args, table), env);
}

function languageIn(tokens: readonly Token[], env: Environment): Language {
  const values = tokens.map((token) => (token.kind === "option" && token.name === "lang" ? token.value : ""));
  return chooseLanguage(values, env);
}

function writeArgument(key: string, value: string): string {
  return `--${nameOf(key)} ${quote(value)}`;
}

/** Reads the options of one table. */
class Reader {
  readonly options: Record<string, unknown> = {};
  readonly words: string[] = [];
  readonly #table: Table;
  readonly #rows: readonly Row[];
  readonly #wording: ProgramWording;
  /** The keys of the options among the arguments, and "words". */
  readonly #given = new Set<string>();

  constructor(table: Table, wording: ProgramWording) {
    this.#table = table;
    this.#rows = Object.entries(table);
    this.#wording = wording;
    for (const [key, option] of this.#rows) {
      if (option.value === undefined) this.options[key] = false;
      else if (option.default !== undefined) this.options[key] = option.value.parse(option.default);
      else if (option.isRepeatable) this.options[key] = [];
    }
  }

  readArguments(tokens: readonly Token[], args: readonly string[]): void {
    /** The option to which words belong. */
    let taker: OptionToken | undefined;
    for (const token of tokens) {
      if (token.kind === "option") {
        this.#checkDashes(args[token.index] as string);
        if (this.#readOption(token).takesWords) taker = token;
      } else if (token.kind === "positional") {
        if (taker === undefined) this.#readWord(token.value);
        else this.#readOption({ ...taker, value: token.value, inlineValue: false });
      }
    }
    this.#imply(this.#given);
  }

  checkConflicts(env: Environment): void {
    const { conflict, conflicts, chooseOne, emptyVariable, words } = this.#wording;
    for (const [key, option] of this.#rows) {
      if (!this.#given.has(key)) continue;
      const refusal = (other: string) => conflict(`--${nameOf(key)}`, other, conflicts?.[key] ?? chooseOne);
      const other = this.#rivalOf(option);
      if (other !== undefined) {
        throw new UsageError(refusal(other === "words" ? (words?.name ?? other) : `--${nameOf(other)}`));
      }
      const variables = option.conflicts?.map((each) => this.#table[each]?.variable);
      const variable = variables?.find((each) => each !== undefined && env[each]);
      if (variable) throw new UsageError(`${refusal(variable)}. ${emptyVariable(variable)}`);
    }
  }

  readVariables(env: Environment): void {
    const known = new Set(this.#given);
    for (const [key, option] of this.#rows) {
      const { value = FLAG, variable } = option;
      const text = variable && env[variable];
      if (!text || this.#given.has(key) || this.#isReplaced(key, option)) continue;
      this.options[key] = value.parse(text);
      known.add(key);
      if (this.options[key] !== undefined) continue;
      const allowed = value.explain(this.#wording, text, (other, its) => this.#writeVariable(other, its));
      throw new UsageError(this.#wording.invalidVariable(variable, shownName(text), allowed));
    }
    this.#imply(known);
  }

  #readWord(word: string): void {
    if (this.#wording.words === undefined) throw new UsageError(this.#wording.noWords);
    this.words.push(word);
    this.#given.add("words");
  }

  /** Refuses `-file`, which would be read as `-f ile`. */
  #checkDashes(arg: string): void {
    const [, name = ""] = /^-([^-=][^=]+)/.exec(arg) ?? [];
    if (!this.#rows.some(([key]) => nameOf(key) === name)) return;
    const { didYouMean, unknownOption } = this.#wording;
    throw new UsageError(`${unknownOption(`-${name}`)}. ${didYouMean(`--${name}`)}`);
  }

  #readOption({ name, rawName, value: text, inlineValue }: OptionToken): Option {
    const [key, option] = this.#rows.find(([each]) => nameOf(each) === name) ?? ["", undefined];
    if (option === undefined || (option.value === undefined && inlineValue)) {
      throw new UsageError(this.#explainUnknown(rawName, inlineValue ? `=${text}` : ""));
    }
    const { value, isRepeatable } = option;
    // What is given takes the place of the default.
    if (isRepeatable && !this.#given.has(key)) this.options[key] = [];
    this.#given.add(key);
    if (value === undefined) {
      this.options[key] = true;
      return option;
    }
    const usage = usageOf(key, option);
    if (text === undefined) throw new UsageError(this.#wording.missingValue(usage));
    const parsed = value.parse(text);
    if (parsed === undefined) {
      const allowed = value.explain(this.#wording, text, writeArgument);
      throw new UsageError(this.#wording.invalidValue(usage, shownName(text), allowed));
    }
    if (isRepeatable) (this.options[key] as unknown[]).push(...[parsed].flat());
    else this.options[key] = parsed;
    return option;
  }

  #explainUnknown(rawName: string, inlineValue: string): string {
    const { didYouMean, unknownOption, words } = this.#wording;
    const unknown = unknownOption(shownName(rawName + inlineValue));
    const names = this.#rows.map(([key]) => nameOf(key));
    const nearest = rawName.startsWith("--") ? nearestTo(rawName.slice(2), names) : undefined;
    if (nearest !== undefined) return `${unknown}. ${didYouMean(`--${nearest}`)}`;
    return words === undefined ? unknown : `${unknown} (${words.dashHint})`;
  }

  /** The argument that cannot be given together with this option. */
  #rivalOf({ conflicts = [], replaces = [] }: Option): string | undefined {
    return [...conflicts, ...replaces].find((each) => this.#given.has(each));
  }

  /** Whether an argument was given in place of this option. */
  #isReplaced(key: string, option: Option): boolean {
    const isReplacedBy = ([other, { replaces }]: Row) => this.#given.has(other) && replaces?.includes(key);
    return this.#rivalOf(option) !== undefined || this.#rows.some(isReplacedBy);
  }

  #writeVariable(key: string, value: string): string {
    const variable = this.#table[key]?.variable;
    return variable === undefined ? writeArgument(key, value) : `${variable}=${quote(value)}`;
  }

  #imply(known: Set<string>): void {
    for (const [key, { implies }] of this.#rows) {
      if (implies === undefined || !known.has(key) || known.has(implies)) continue;
      this.options[implies] = true;
      known.add(implies);
    }
  }
}
