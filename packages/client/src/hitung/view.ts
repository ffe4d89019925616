import {
  type Counts,
  type Language,
  printableLines,
  SENTENCES,
  UNIT_NAMES,
  type Unit,
} from "@hitung/protocol";
import { dim } from "../command-line/terminal.js";
import { type Answer, isText } from "./asker.js";
import type { Problem } from "./problems.js";
import { WORDING } from "./wording.js";

/** DEL, C1, line and paragraph separators, bidirectional controls (UAX #9), BOM. JSON escapes C0 itself. */
const UNSAFE_IN_JSON = /[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** What is asked for, and how its answers look. */
export interface View {
  readonly language: Language;
  /** In the order of `UNITS`. */
  readonly units: readonly Unit[];
  /** A sentence, or a table for several units; the numbers alone; or an object of JSON. */
  readonly form: "sentence" | "numbers" | "json";
  /** Whether the answers are read on a terminal that shows colours. */
  readonly hasColours: boolean;
}

/** Returns a function that writes answers as the view wants them, each without the end of its last line. */
export function formatterOf(view: View): (answer: Answer) => string {
  const { language, units, form } = view;
  const [unit] = units as [Unit];
  const ofCounts =
    form === "json"
      ? (counts: Counts) => toJson(counts)
      : form === "numbers"
        ? units.length === 1
          ? (counts: Counts) => String(counts[unit])
          : (counts: Counts) => units.map((each) => counts[each]).join(" ")
        : units.length > 1
          ? (counts: Counts) => tableOf(counts, view)
          : (counts: Counts) => SENTENCES[language].counted(counts[unit]);
  return (answer) => {
    if (!isText(answer)) return ofCounts(answer);
    // In text mode the server chooses the sentence.
    if (form === "sentence") return printableLines(answer.sentence);
    return form === "json" ? toJson(answer) : String(answer.count);
  };
}

/** An object of JSON that is printed instead of an answer. */
export function formatProblem(problem: Problem, file?: string): string {
  const { code, text, byteOffset, line, column, sentence } = problem;
  return toJson({ file, error: code, byteOffset, line, column, sentence, message: text });
}

/** JSON on one line, in which what would do something to a terminal is escaped, too. */
export function toJson(value: object): string {
  return JSON.stringify(value).replace(UNSAFE_IN_JSON, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function tableOf(counts: Counts, { language, units, hasColours }: View): string {
  const { whoCounts } = WORDING[language];
  const rows = units.map((unit) => ({ unit, name: UNIT_NAMES[unit], count: String(counts[unit]) }));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const countWidth = Math.max(...rows.map(({ count }) => count.length));
  return rows
    .map(({ unit, name, count }) => {
      const who = dim(whoCounts[unit], hasColours);
      return `${name.padEnd(nameWidth)}  ${count.padStart(countWidth)}  ${who}`;
    })
    .join("\n");
}
