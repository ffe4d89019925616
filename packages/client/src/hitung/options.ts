import { readFileSync } from "node:fs";
import {
  DEFAULT_HOST,
  DEFAULT_PORT,
  LANGUAGES,
  type Language,
  UNIT_NAMES,
  UNITS,
  type Unit,
} from "@hitung/protocol";
import { codeOf } from "../library/socket.js";
import type { Messages } from "./wording.js";

/** The options of the command line. */
export interface CommandLineOptions {
  readonly host: string;
  readonly port: number;
  readonly socket?: string;
  readonly tls?: boolean;
  /** The certificates themselves, in PEM. */
  readonly tlsCa?: string;
  readonly lang: Language;
  readonly unit: Unit;
  readonly all: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly file: readonly string[];
  readonly text: boolean;
  readonly wait: boolean;
}

/** A value is not one that the option takes. The message tells what is. */
export class InvalidValueError extends Error {}

/** An option, as it is parsed and as the help shows it. */
export interface Option {
  readonly key: keyof CommandLineOptions | "version" | "help";
  /** What stands for its value in the help; without it the option takes none. */
  readonly value?: string;
  /** @throws {InvalidValueError} */
  parse?(value: string, messages: Messages): unknown;
  readonly choices?: ReadonlyMap<string, unknown>;
  /** As the help shows it. */
  readonly defaultText?: string | number;
  /** The variable that stands for it where it is not given: options that are the same from one call to the next. */
  readonly variable?: string;
  /** The options that may not be given together with it. */
  readonly conflicts?: readonly string[];
}

export const LANGUAGE_CHOICES: ReadonlyMap<string, Language> = new Map(
  LANGUAGES.map((language) => [language, language]),
);
export const UNIT_CHOICES: ReadonlyMap<string, Unit> = new Map(UNITS.map((unit) => [UNIT_NAMES[unit], unit]));

/** What holds where nothing else is said. */
export const DEFAULTS: CommandLineOptions = {
  host: DEFAULT_HOST,
  port: DEFAULT_PORT,
  lang: "id",
  unit: "codePoints",
  all: false,
  quiet: false,
  json: false,
  file: [],
  text: false,
  wait: false,
};

/** All options by name, in the order of the help. */
export const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  [
    "host",
    {
      key: "host",
      value: "host",
      parse: (value, { hostEmpty }) => nonEmpty(value, hostEmpty),
      defaultText: DEFAULT_HOST,
      variable: "HITUNG_HOST",
    },
  ],
  ["port", { key: "port", value: "port", parse: toPort, defaultText: DEFAULT_PORT, variable: "HITUNG_PORT" }],
  [
    "socket",
    {
      key: "socket",
      value: "path",
      parse: (value, { socketEmpty }) => nonEmpty(value, socketEmpty),
      variable: "HITUNG_SOCKET",
      conflicts: ["host", "port"],
    },
  ],
  ["tls", { key: "tls", variable: "HITUNG_TLS" }],
  ["tls-ca", { key: "tlsCa", value: "file", parse: readCertificates, variable: "HITUNG_TLS_CA" }],
  [
    "lang",
    { key: "lang", value: "lang", choices: LANGUAGE_CHOICES, defaultText: "id", variable: "HITUNG_LANG" },
  ],
  [
    "unit",
    {
      key: "unit",
      value: "unit",
      choices: UNIT_CHOICES,
      defaultText: UNIT_NAMES[DEFAULTS.unit],
      variable: "HITUNG_UNIT",
    },
  ],
  ["all", { key: "all", conflicts: ["unit"] }],
  ["quiet", { key: "quiet" }],
  ["json", { key: "json", conflicts: ["quiet"] }],
  ["file", { key: "file", value: "path" }],
  ["text", { key: "text", conflicts: ["unit", "all", "quiet", "json", "file"] }],
  ["wait", { key: "wait" }],
  ["version", { key: "version" }],
  ["help", { key: "help" }],
]);

/** An option as a person writes it, such as `--port <port>`. */
export function flagsOf(name: string): string {
  const value = OPTIONS.get(name)?.value;
  return value === undefined ? `--${name}` : `--${name} <${value}>`;
}

/**
 * The value of an option.
 * @throws {InvalidValueError} where it takes none like this
 */
export function parseValue({ choices, parse }: Option, value: string, messages: Messages): unknown {
  if (choices === undefined) return parse === undefined ? value : parse(value, messages);
  const chosen = choices.get(value);
  if (chosen === undefined)
    throw new InvalidValueError(messages.allowed(Array.from(choices.keys()).join(", ")));
  return chosen;
}

function nonEmpty(value: string, problem: string): string {
  if (value === "") throw new InvalidValueError(problem);
  return value;
}

function toPort(value: string, { portRange }: Messages): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  if (port < 1 || port > 65_535) throw new InvalidValueError(portRange);
  return port;
}

/**
 * Reads the certificates of `--tls-ca`.
 * @throws {InvalidValueError} where the file cannot be read, or holds none
 */
function readCertificates(file: string, messages: Messages): string {
  let pem: string;
  try {
    pem = readFileSync(file, "utf8");
  } catch (error) {
    throw new InvalidValueError(messages.caUnreadable(codeOf(error)));
  }
  // Node takes text without a certificate as none, and then trusts nobody without a word.
  if (!/^-----BEGIN (TRUSTED |X509 )?CERTIFICATE-----/m.test(pem))
    throw new InvalidValueError(messages.caEmpty);
  return pem;
}
