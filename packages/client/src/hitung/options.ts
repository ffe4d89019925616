import { LANGUAGE_OPTION } from "../command-line/language.js";
import { SERVER_OPTIONS, UNIT_OPTION } from "../command-line/server-options.js";
import { type OptionsOf, type Program, STANDARD_OPTIONS, type Table } from "../command-line/table.js";
import { file } from "../command-line/values.js";
import { ENCODING } from "./decoding/encoding-value.js";
import { WORDING, type Wording } from "./wording.js";

const TABLE = {
  ...SERVER_OPTIONS,
  lang: LANGUAGE_OPTION,
  unit: UNIT_OPTION,
  all: { short: "a", replaces: ["unit"] },
  quiet: { short: "q" },
  json: { short: "j", conflicts: ["quiet"] },
  file: { short: "f", value: file("path..."), isRepeatable: true, takesWords: true, conflicts: ["words"] },
  encoding: { value: ENCODING, default: "utf-8" },
  lossy: {},
  text: { conflicts: ["unit", "all"] },
  wait: {},
  trace: {},
  ...STANDARD_OPTIONS,
} satisfies Table<keyof Wording["options"]>;

/** `hitung`, as its command line is parsed. */
export const HITUNG: Program<typeof TABLE> = { name: "hitung", table: TABLE, wording: WORDING };

/** The options of `hitung`. */
export type CommandLineOptions = OptionsOf<typeof TABLE>;
