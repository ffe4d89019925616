import { DEFAULT_HOST, DEFAULT_PORT, UNIT_NAMES } from "@hitung/protocol";
import { LANGUAGE_OPTION } from "../command-line/language.js";
import { type OptionsOf, type Program, STANDARD_OPTIONS, type Table } from "../command-line/table.js";
import { CERTIFICATES, choice, file, PORT, text, UNIT_CHOICES } from "../command-line/values.js";
import { ENCODING } from "./decoding/encoding-value.js";
import { WORDING, type Wording } from "./wording.js";

const TABLE = {
  host: { value: text("host"), default: DEFAULT_HOST, variable: "HITUNG_HOST" },
  port: { value: PORT, default: `${DEFAULT_PORT}`, variable: "HITUNG_PORT" },
  socket: { value: text("path"), variable: "HITUNG_SOCKET", conflicts: ["host", "port"] },
  tls: { variable: "HITUNG_TLS" },
  tlsCa: { value: CERTIFICATES, variable: "HITUNG_TLS_CA", implies: "tls" },
  lang: LANGUAGE_OPTION,
  unit: {
    value: choice("unit", UNIT_CHOICES),
    default: UNIT_NAMES.codePoints,
    variable: "HITUNG_UNIT",
  },
  all: { conflicts: ["unit"] },
  quiet: {},
  json: { conflicts: ["quiet"] },
  file: { value: file("path"), isRepeatable: true, conflicts: ["words"] },
  encoding: { value: ENCODING, default: "utf-8" },
  lossy: {},
  text: { conflicts: ["unit", "all", "quiet", "json", "file"] },
  wait: {},
  ...STANDARD_OPTIONS,
} satisfies Table<keyof Wording["options"]>;

/** `hitung`, as its command line is parsed. */
export const HITUNG: Program<typeof TABLE> = { name: "hitung", table: TABLE, wording: WORDING };

/** The options of `hitung`. */
export type CommandLineOptions = OptionsOf<typeof TABLE>;
