import { readFileSync } from "node:fs";
import { UNIT_NAMES, UNITS, type Unit } from "@hitung/protocol";
import { isUtf8, pathOf } from "./argument-bytes.js";
import type { Value } from "./table.js";

// The kinds of values that the options of all programs take.

/** Any text but an empty one, in UTF-8. */
export function text(name: string): Value<string> {
  return {
    name,
    parse: (value) => (isUtf8(value) && value) || undefined,
    explain: ({ empty, notUtf8 }, value) => (isUtf8(value) ? empty : notUtf8),
  };
}

/** The path of a Unix socket, which Node takes in UTF-8 only. */
export const SOCKET: Value<string> = { ...text("path"), completes: "files" };

/** The name of a file, of whatever bytes: `pathOf` opens it. */
export function file(name: string): Value<string> {
  return { name, completes: "files", parse: (value) => value || undefined, explain: ({ empty }) => empty };
}

/** A TCP port to connect to. */
export const PORT: Value<number> = {
  name: "port",
  parse: (value) => parseNumber(value, /^\d{1,5}$/, 1, 65_535),
  explain: ({ portRange }) => portRange,
};

/** A whole number. */
export function count(name: string, least: number, most: number): Value<number> {
  return {
    name,
    parse: (value) => parseNumber(value, /^\d{1,15}$/, least, most),
    explain: ({ wholeNumber }) => wholeNumber(least, most),
  };
}

/** A time in seconds: a tenth of one up to a day. */
export const SECONDS: Value<number> = {
  name: "seconds",
  parse: (value) => parseNumber(value, /^\d{1,5}(\.\d{1,6})?$/, 0.1, 86_400),
  explain: ({ number }) => number(0.1, 86_400),
};

/** One of several names, each of which stands for something. */
export function choice<T>(name: string, values: ReadonlyMap<string, T>): Value<T> {
  const choices = [...values.keys()];
  return {
    name,
    choices,
    parse: (value) => values.get(value),
    explain: ({ allowed }) => allowed(choices.join(", ")),
  };
}

/** Names that stand for themselves. */
export function namesOf<T extends string>(names: readonly T[]): ReadonlyMap<string, T> {
  return new Map(names.map((name) => [name, name]));
}

/** One or several of these, with commas between them. */
export function listOf<T>(name: string, one: Value<T>): Value<readonly T[]> {
  const parse = (value: string) => {
    const parts = value.split(",").map(one.parse);
    return parts.includes(undefined) ? undefined : (parts as T[]);
  };
  return { ...one, name, isList: true, parse };
}

/** What a variable says of a flag. */
export const FLAG = choice(
  "flag",
  new Map([
    ["1", true],
    ["0", false],
  ]),
);

export const UNIT_CHOICES: ReadonlyMap<string, Unit> = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** A file of certificates that are trusted. The value is the certificates themselves, in PEM. */
export const CERTIFICATES: Value<string> = {
  name: "file",
  completes: "files",
  parse(file) {
    try {
      const pem = readFileSync(pathOf(file), "utf8");
      // Node takes text without a certificate as none, and then trusts nobody without a word. Its module is loaded only
      // here: most programs start without it.
      new (process.getBuiltinModule("node:crypto").X509Certificate)(pem);
      return pem;
    } catch {
      return undefined;
    }
  },
  explain({ unreadable, noCertificate }, file) {
    try {
      readFileSync(pathOf(file));
      return noCertificate;
    } catch (error) {
      return unreadable((error as NodeJS.ErrnoException).code ?? String(error));
    }
  },
};

function parseNumber(value: string, digits: RegExp, least: number, most: number): number | undefined {
  const number = digits.test(value) ? Number(value) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
