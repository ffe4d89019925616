import { DEFAULT_HOST, DEFAULT_PORT } from "@hitung/protocol";
import { LANGUAGE_OPTION } from "../command-line/language.js";
import {
  type OptionsOf,
  type Program,
  STANDARD_OPTIONS,
  type Table,
  type Value,
} from "../command-line/table.js";
import { choice, count, file, listOf, namesOf, PORT, SECONDS, text } from "../command-line/values.js";
import { CASES, type CaseId, LEVELS, type Level, type LevelName } from "./catalogue/cases.js";
import { WORDING } from "./wording.js";

/** What each group of cases is worth. A group that is not named is worth nothing. */
export type Points = Readonly<Partial<Record<Level, number>>>;

const POINTS: Value<Points> = {
  name: "points",
  parse(value) {
    const points: Partial<Record<Level, number>> = {};
    for (const part of value.split(",")) {
      const [, level = "", number = ""] = /^(\w+)=(\d{1,6})$/.exec(part) ?? [];
      if (!(LEVELS.all as readonly string[]).includes(level) || level in points) return undefined;
      points[level as Level] = Number(number);
    }
    return points;
  },
  explain: (wording) => (wording as (typeof WORDING)["id"]).pointsForm,
};

const CASE = choice("case", namesOf<CaseId>(CASES.map(({ id }) => id)));

const TABLE = {
  host: { value: text("host"), default: DEFAULT_HOST },
  port: { value: PORT, default: String(DEFAULT_PORT) },
  level: { value: choice("level", namesOf(Object.keys(LEVELS) as LevelName[])), default: "exercise" },
  only: { value: listOf("case", CASE), isRepeatable: true },
  list: {},
  timeout: { value: SECONDS, default: "1" },
  jobs: { value: count("n", 1, 256) },
  verbose: { short: "v", conflicts: ["json"] },
  points: { value: POINTS, default: "must=60,should=30,bonus=10" },
  serverCommand: { value: text("command") },
  clientCommand: { value: text("command") },
  lang: LANGUAGE_OPTION,
  json: { short: "j" },
  junit: { value: file("file") },
  csv: { value: file("file") },
  html: { value: file("file") },
  ...STANDARD_OPTIONS,
} satisfies Table<keyof (typeof WORDING)["id"]["options"]>;

/** `hitung-check`, as its command line is parsed. */
export const HITUNG_CHECK: Program<typeof TABLE> = { name: "hitung-check", table: TABLE, wording: WORDING };

/** The options of `hitung-check`. */
export type CheckOptions = OptionsOf<typeof TABLE>;
