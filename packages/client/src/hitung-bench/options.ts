import { LANGUAGE_OPTION } from "../command-line/language.js";
import { SERVER_OPTIONS, UNIT_OPTION } from "../command-line/server-options.js";
import { type OptionsOf, type Program, STANDARD_OPTIONS, type Table } from "../command-line/table.js";
import { choice, count, file, namesOf, SECONDS } from "../command-line/values.js";
import { MODES } from "./exchange.js";
import { TEXT_KINDS } from "./known-message.js";
import { WORDING } from "./wording.js";

/** The largest message, in bytes: it is held in memory, once for all connections, and goes out in one frame. */
const MAX_SIZE = 256 * 1024 * 1024;

const TABLE = {
  ...SERVER_OPTIONS,
  connections: { value: count("n", 1, 10_000), default: "50" },
  pipeline: { value: count("n", 1, 100_000), default: "1" },
  messages: { value: count("n", 1, 1_000_000_000_000), default: "100000" },
  duration: { value: SECONDS, replaces: ["messages"] },
  rate: { value: count("n", 1, 10_000_000), replaces: ["pipeline"] },
  size: { value: count("bytes", 0, MAX_SIZE), default: "23" },
  textKind: { value: choice("kind", namesOf(TEXT_KINDS)), default: "ascii" },
  unit: UNIT_OPTION,
  mode: { value: choice("mode", namesOf(MODES)), default: "frames" },
  timeout: { value: SECONDS, default: "30" },
  resend: {},
  lang: LANGUAGE_OPTION,
  json: { short: "j" },
  csv: { conflicts: ["json"] },
  plot: { value: file("file") },
  ...STANDARD_OPTIONS,
} satisfies Table<keyof (typeof WORDING)["id"]["options"]>;

/** `hitung-bench`, as its command line is parsed. */
export const HITUNG_BENCH: Program<typeof TABLE> = { name: "hitung-bench", table: TABLE, wording: WORDING };

/** The options of `hitung-bench`. */
export type BenchOptions = OptionsOf<typeof TABLE>;
