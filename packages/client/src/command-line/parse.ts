import { parseArgs } from "node:util";
import type { Language } from "@hitung/protocol";
import { chooseLanguage } from "./language.js";
import { nearestTo } from "./nearest.js";
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
import { FLAG } from "./values.js";
import type { ProgramWording } from "./wording.js";

// Node's own `parseArgs` splits the arguments: to load a library for it takes longer than to ask a question.

/** The arguments cannot be understood, or contradict each other. The message is for a person. */
export class UsageError extends Error {}

/** What the arguments and the environment say together. */
export interface CommandLine<T extends Table> {
  readonly options: OptionsOf<T>;
  /** The arguments that are no options. */
  readonly words: readonly string[];
}

/** An option or word among the arguments. */
type Token = NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number];

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
  reader.readArguments(tokens);
  const { options, words } = reader;
  if (!options.help && !options.version) {
    reader.checkConflicts();
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

function tokensOf(args: readonly string[], table: Table): readonly Token[] {
  const options = Object.entries(table).map(([key, { value, short }]) => [
    nameOf(key),
    { type: value === undefined ? "boolean" : "string", ...(short && { short }) },
  ]);
  return parseArgs({
    args: [...args],
    options: Object.fromEntries(options),
    allowPositionals: true,
    strict: false,
    tokens: true,
  }).tokens;
}

/** Reads the options of one table. */
class Reader {
  readonly options: Record<string, unknown> = {};
  readonly words: string[] = [];
  readonly #rows: readonly [key: string, option: Option][];
  readonly #wording: ProgramWording;
  /** The keys of the options among the arguments, and "words". */
  readonly #given = new Set<string>();

  constructor(table: Table, wording: ProgramWording) {
    this.#rows = Object.entries(table);
    this.#wording = wording;
    for (const [key, option] of this.#rows) {
      if (option.isRepeatable) this.options[key] = [];
      else if (option.value === undefined) this.options[key] = false;
      else if (option.default !== undefined) this.options[key] = option.value.parse(option.default);
    }
  }

  readArguments(tokens: readonly Token[]): void {
    for (const token of tokens) {
      if (token.kind === "positional") this.#readWord(token.value);
      if (token.kind === "option") this.#readOption(token);
    }
    this.#imply(this.#given);
  }

  checkConflicts(): void {
    const { conflict, conflicts, chooseOne, words } = this.#wording;
    for (const [key, option] of this.#rows) {
      const other = this.#given.has(key) ? this.#conflictOf(option) : undefined;
      if (other === undefined) continue;
      const otherName = other === "words" ? (words?.name ?? other) : `--${nameOf(other)}`;
      throw new UsageError(conflict(`--${nameOf(key)}`, otherName, conflicts?.[key] ?? chooseOne));
    }
  }

  readVariables(env: Environment): void {
    const known = new Set(this.#given);
    for (const [key, option] of this.#rows) {
      const { value = FLAG, variable } = option;
      const text = variable && env[variable];
      if (!text || this.#given.has(key) || this.#conflictOf(option) !== undefined) continue;
      this.options[key] = value.parse(text);
      known.add(key);
      if (this.options[key] !== undefined) continue;
      const allowed = value.explain(this.#wording, text);
      throw new UsageError(this.#wording.invalidVariable(variable, shownName(text), allowed));
    }
    this.#imply(known);
  }

  #readWord(word: string): void {
    if (this.#wording.words === undefined) throw new UsageError(this.#wording.noWords);
    this.words.push(word);
    this.#given.add("words");
  }

  #readOption({ name, rawName, value: text, inlineValue }: Extract<Token, { kind: "option" }>): void {
    const [key, option] = this.#rows.find(([each]) => nameOf(each) === name) ?? ["", undefined];
    if (option === undefined || (option.value === undefined && inlineValue)) {
      throw new UsageError(this.#explainUnknown(rawName, inlineValue ? `=${text}` : ""));
    }
    this.#given.add(key);
    const { value, isRepeatable } = option;
    if (value === undefined) {
      this.options[key] = true;
      return;
    }
    const usage = usageOf(key, option);
    if (text === undefined) throw new UsageError(this.#wording.missingValue(usage));
    const parsed = value.parse(text);
    if (parsed === undefined) {
      throw new UsageError(
        this.#wording.invalidValue(usage, shownName(text), value.explain(this.#wording, text)),
      );
    }
    this.options[key] = isRepeatable ? [...(this.options[key] as unknown[]), parsed] : parsed;
  }

  #explainUnknown(rawName: string, inlineValue: string): string {
    const { didYouMean, unknownOption, words } = this.#wording;
    const unknown = unknownOption(shownName(rawName + inlineValue));
    const names = this.#rows.map(([key]) => nameOf(key));
    const nearest = rawName.startsWith("--") ? nearestTo(rawName.slice(2), names) : undefined;
    if (nearest !== undefined) return `${unknown}. ${didYouMean(`--${nearest}`)}`;
    return words === undefined ? unknown : `${unknown} (${words.dashHint})`;
  }

  /** The argument that excludes this option. */
  #conflictOf({ conflicts }: Option): string | undefined {
    return conflicts?.find((each) => this.#given.has(each));
  }

  #imply(known: Set<string>): void {
    for (const [key, { implies }] of this.#rows) {
      if (implies === undefined || !known.has(key) || known.has(implies)) continue;
      this.options[implies] = true;
      known.add(implies);
    }
  }
}
