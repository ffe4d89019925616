import type { Language } from "@hitung/protocol";
import type { ProgramWording } from "./wording.js";

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A kind of value: how it is shown, and how it is read. */
export interface Value<T> {
  /** What stands for it in the help, such as `port` in `--port <port>`. */
  readonly name: string;
  /** The only values, or parts of a value, that it takes. */
  readonly choices?: readonly string[];
  /** Some of the values that it takes, which a shell offers. */
  readonly suggestions?: readonly string[];
  /** What a shell offers from this machine. */
  readonly completes?: "files" | "hosts";
  /** It takes several of its choices, with commas between them. */
  readonly isList?: true;
  /** The value that a text means, or undefined if it means none. */
  parse(text: string): T | undefined;
  /**
   * Tells a person which values there are, or what is wrong with a text that is none.
   * @param write how another option is given in the same way: as an argument or as a variable
   */
  explain(wording: ProgramWording, text: string, write: (key: string, value: string) => string): string;
}

/** One row of the table. An option without `value` is a flag, which is false unless it is given. */
export interface Option<Key extends string = string> {
  /** A letter that stands for its name. */
  readonly short?: string;
  readonly value?: Value<unknown>;
  /** The value if none is given, as a person would write it. */
  readonly default?: string;
  /** The option may be given several times. Its value is the list of them; values that are lists add up to one. */
  readonly isRepeatable?: true;
  /** The words behind it are values of it, too. */
  readonly takesWords?: true;
  /** The variable that is read if the option is not given. An empty one counts as none. A flag takes 1 or 0. */
  readonly variable?: string;
  /** What contradicts it, so that they may not be given together: neither as arguments nor this one by its variable. */
  readonly conflicts?: readonly (Key | "words")[];
  /**
   * Other ways to say the same, of which it takes the place. Two arguments may not do so; an argument goes before a
   * variable, and of two variables this one counts.
   */
  readonly replaces?: readonly Key[];
  /** The flag that it sets, unless that one is given too. */
  readonly implies?: Key;
}

/** The options of a program by key, in the order of the help. The key `tlsCa` belongs to `--tls-ca`. */
export type Table<Key extends string = string> = Readonly<Record<Key, Option<Key>>>;

/** What the options of a table are after parsing. */
export type OptionsOf<T extends Table> = {
  readonly [K in Exclude<keyof T, Unset<T>>]: Parsed<T[K]>;
} & { readonly [K in Unset<T>]?: Parsed<T[K]> };

type Parsed<O> = O extends { value: Value<infer V> }
  ? O extends { isRepeatable: true }
    ? V extends readonly unknown[]
      ? V
      : readonly V[]
    : V
  : boolean;

/** The keys of the options that have no value unless they are given. */
type Unset<T extends Table> = {
  [K in keyof T]: T[K] extends { value: unknown }
    ? T[K] extends { default: string } | { isRepeatable: true }
      ? never
      : K
    : never;
}[keyof T];

/** A program as its command line sees it. */
export interface Program<T extends Table = Table> {
  readonly name: string;
  readonly table: T;
  readonly wording: Readonly<Record<Language, ProgramWording<Extract<keyof T, string>>>>;
}

/** Every program has these, at the end of its table. */
export const STANDARD_OPTIONS = { version: { short: "V" }, help: { short: "h" } } as const;

/** The name of an option, such as `tls-ca`. */
export function nameOf(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** An option with what stands for its value, such as `--tls-ca <file>`. */
export function usageOf(key: string, { value }: Option): string {
  return value === undefined ? `--${nameOf(key)}` : `--${nameOf(key)} <${value.name}>`;
}
