import { DEFAULT_HOST, DEFAULT_PORT } from "@hitung/protocol";
import { LANGUAGE_OPTION } from "../command-line/language.js";
import { type OptionsOf, type Program, STANDARD_OPTIONS, type Table } from "../command-line/table.js";
import { CERTIFICATES, file, HOST, PORT, text, UNIT_OPTION } from "../command-line/values.js";
import { ENCODING } from "./decoding/encoding-value.js";
import { WORDING, type Wording } from "./wording.js";

const TABLE = {
  host: { value: HOST, default: DEFAULT_HOST, variable: "HITUNG_HOST" },
  port: { value: PORT, default: `${DEFAULT_PORT}`, variable: "HITUNG_PORT" },
  socket: { value: text("path"), variable: "HITUNG_SOCKET", conflicts: ["host", "port"] },
  tls: { variable: "HITUNG_TLS" },
  tlsCa: { value: CERTIFICATES, variable: "HITUNG_TLS_CA", implies: "tls" },
  lang: LANGUAGE_OPTION,
  unit: { ...UNIT_OPTION, short: "u", variable: "HITUNG_UNIT" },
  all: { short: "a", conflicts: ["unit"] },
  quiet: { short: "q" },
  json: { short: "j", conflicts: ["quiet"] },
  file: { short: "f", value: file("path"), isRepeatable: true, takesWords: true, conflicts: ["words"] },
  encoding: { value: ENCODING, default: "utf-8" },
  lossy: {},
  text: { conflicts: ["unit", "all", "quiet", "json", "file"], refusesVariables: true },
  wait: {},
  ...STANDARD_OPTIONS,
} satisfies Table<keyof Wording["options"]>;

/** `hitung`, as its command line is parsed. */
export const HITUNG: Program<typeof TABLE> = { name: "hitung", table: TABLE, wording: WORDING };

/** The options of `hitung`. */
export type CommandLineOptions = OptionsOf<typeof TABLE>;
