import { availableParallelism } from "node:os";
import { MAX_TIMER_MS } from "../options.js";
import type { Wording } from "./wording.js";

/** A kind of value that an option may have. */
export interface ValueKind<T> {
  /** The names of all values, if they are few. */
  readonly choices?: readonly string[];
  /** Some of the values, which a shell offers. */
  readonly suggestions?: readonly string[];
  /** Returns the value that a text stands for, or undefined if the text is not allowed. */
  read(text: string): T | undefined;
  /** A sentence that tells which texts are allowed. */
  allowed(wording: Wording): string;
  /** The text of a value, as help shows it. */
  show(value: T, wording: Wording): string;
}

/** The longest time that Node's timers take, in seconds. */
const MAX_SECONDS = Math.floor(MAX_TIMER_MS / 1000);

const SIZE_FACTORS: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Text that is not empty. */
export const TEXT: ValueKind<string> = {
  read: (text) => text || undefined,
  allowed: ({ empty }) => empty,
  show: String,
};

export const PORT = wholeNumber(0, 65_535, ({ portRange }) => portRange);

/** More would only wait for each other. */
const MAX_WORKERS = 1024;

const COUNT_OF_WORKERS = wholeNumber(1, MAX_WORKERS, ({ workersRange }) => workersRange(MAX_WORKERS));

export const COUNT = wholeNumber(1, 999_999_999, ({ countRange }) => countRange);

/** Seconds as a text, milliseconds as a value. */
export const SECONDS: ValueKind<number> = {
  read: (text) =>
    /^\d{1,7}(\.\d{1,3})?$/.test(text)
      ? within(0, MAX_SECONDS * 1000, Math.round(Number(text) * 1000))
      : undefined,
  allowed: ({ secondsRange }) => secondsRange(MAX_SECONDS),
  show: (milliseconds, { seconds }) => `${milliseconds / 1000} ${seconds}`,
};

/** The mode of a file in octal digits, such as 660. */
export const MODE: ValueKind<number> = {
  read: (text) => (/^0?[0-7]{3}$/.test(text) ? Number.parseInt(text, 8) : undefined),
  allowed: ({ modeRange }) => modeRange,
  show: (mode) => mode.toString(8),
};

/** How many processes serve: a number, or as many as there are processors. */
export const WORKERS: ValueKind<number> = {
  suggestions: ["auto"],
  read: (text) => (text === "auto" ? availableParallelism() : COUNT_OF_WORKERS.read(text)),
  allowed: ({ workersRange }) => workersRange(MAX_WORKERS),
  show: String,
};

/** A number of bytes, which may end with K, M or G for powers of 1024. */
export const SIZE: ValueKind<number> = {
  read(text) {
    const [, digits, suffix = ""] = /^(\d{1,12})([kmg]?)$/i.exec(text) ?? [];
    const size = Number(digits) * (SIZE_FACTORS[suffix.toLowerCase()] as number);
    return within(1, Infinity, size);
  },
  allowed: ({ sizeRange }) => sizeRange,
  show: String,
};

/** One of these values, each of which has a name. */
export function oneOf<T>(values: readonly T[], nameOf: (value: T) => string = String): ValueKind<T> {
  const choices = values.map(nameOf);
  return {
    choices,
    read: (text) => values[choices.indexOf(text)],
    allowed: ({ allowed }) => allowed(choices.join(", ")),
    show: nameOf,
  };
}

function wholeNumber(least: number, most: number, allowed: ValueKind<number>["allowed"]): ValueKind<number> {
  const digits = new RegExp(`^\\d{1,${String(most).length}}$`);
  return {
    read: (text) => (digits.test(text) ? within(least, most, Number(text)) : undefined),
    allowed,
    show: String,
  };
}

/** Returns the number, or undefined if it is out of the range or none. */
function within(least: number, most: number, number: number): number | undefined {
  return number >= least && number <= most ? number : undefined;
}
