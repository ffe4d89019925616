import { readFileSync } from "node:fs";
import { UNIT_NAMES, UNITS, type Unit } from "@hitung/protocol";
import { InvalidValueError, type Value } from "./table.js";

// The kinds of values that the options of all programs take.

/** Any text but an empty one: a host, or the path of a socket. */
export function text(name: string): Value<string> {
  return {
    name,
    parse(value, { empty }) {
      if (value === "") throw new InvalidValueError(empty);
      return value;
    },
  };
}

/** A TCP port to connect to. */
export const PORT: Value<number> = {
  name: "port",
  parse: (value, { portRange }) => parseNumber(value, /^\d{1,5}$/, 1, 65_535, portRange),
};

/** A whole number. */
export function count(name: string, least: number, most: number): Value<number> {
  return {
    name,
    parse: (value, { wholeNumber }) =>
      parseNumber(value, /^\d{1,15}$/, least, most, wholeNumber(least, most)),
  };
}

/** A time in seconds: a tenth of one up to a day. */
export const SECONDS: Value<number> = {
  name: "seconds",
  parse: (value, { number }) => parseNumber(value, /^\d{1,5}(\.\d{1,6})?$/, 0.1, 86_400, number(0.1, 86_400)),
};

/** One of several names, each of which stands for something. */
export function choice<T>(name: string, choices: ReadonlyMap<string, T>): Value<T> {
  return {
    name,
    choices: [...choices.keys()],
    parse(value, { allowed }) {
      if (!choices.has(value)) throw new InvalidValueError(allowed([...choices.keys()].join(", ")));
      return choices.get(value) as T;
    },
  };
}

/** Choices that stand for themselves. */
export function namesOf<T extends string>(names: readonly T[]): ReadonlyMap<string, T> {
  return new Map(names.map((name) => [name, name]));
}

/** One or several of these, with commas between them. */
export function listOf<T>(name: string, { choices = [], parse }: Value<T>): Value<readonly T[]> {
  return { name, choices, parse: (value, wording) => value.split(",").map((each) => parse(each, wording)) };
}

export const UNIT_CHOICES: ReadonlyMap<string, Unit> = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** A file of certificates that are trusted. The value is the certificates themselves, in PEM. */
export const CERTIFICATES: Value<string> = {
  name: "file",
  parse(file, { unreadable, noCertificate }) {
    let pem: string;
    try {
      pem = readFileSync(file, "utf8");
    } catch (error) {
      throw new InvalidValueError(unreadable((error as NodeJS.ErrnoException).code ?? "?"));
    }
    try {
      // Node takes text without a certificate as none, and then trusts nobody without a word. Its module is loaded only
      // here: most programs start without it.
      new (process.getBuiltinModule("node:crypto").X509Certificate)(pem);
    } catch {
      throw new InvalidValueError(noCertificate);
    }
    return pem;
  },
};

function parseNumber(value: string, digits: RegExp, least: number, most: number, allowed: string): number {
  const parsed = digits.test(value) ? Number(value) : Number.NaN;
  if (!(parsed >= least && parsed <= most)) throw new InvalidValueError(allowed);
  return parsed;
}
