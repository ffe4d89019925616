import { type Language, printable } from "@hitung/protocol";
import { twoColumns, wrap } from "../../command-line/help.js";
import { dim } from "../../command-line/terminal.js";
import { CASES, type Case, DOCUMENTS, LEVELS, linkOf } from "../catalogue/cases.js";
import { CASE_TEXTS } from "../catalogue/texts.js";
import type { Points } from "../options.js";
import { type CaseResult, holds, passes, pointsOf, type Result, scoresOf } from "../result.js";
import type { Problem } from "../submissions/find.js";
import { WORDING } from "../wording.js";
import { dialectOf, remarksOf, transcriptLines, unitOf, verdictOf } from "./words.js";

/** How a report is shown on a terminal. */
export interface View {
  readonly language: Language;
  /** In columns. */
  readonly width: number;
  readonly hasColours: boolean;
  readonly isVerbose: boolean;
  readonly points: Points;
}

/** No remark is longer, in characters: some hold what a stranger's program said. */
const MAX_REMARK = 600;
const INDENT = " ".repeat(8);

/** All that is known of one program. */
export function showResult(result: Result, view: View): string {
  const { language, width } = view;
  const wording = WORDING[language];
  const { subject, dialect, ports, results } = result;
  const facts = [
    ...(dialect === undefined ? [] : dialectOf(dialect, language)),
    ...(ports.length > 0 ? [`port ${ports.join(", ")}`] : []),
    ...[unitOf(results.map(({ outcome }) => outcome))].flatMap((unit) =>
      unit ? [wording.counts(unit)] : [],
    ),
  ];
  const head = [
    bold(`${wording.roles[subject.role]}: ${printable(subject.name)}`, view),
    ...(facts.length === 0 ? [] : wrap(`${wording.dialect}: ${facts.join("; ")}`, width)),
  ];
  const groups = scoreLevels(result).flatMap((level) => [
    "",
    bold(wording.levels[level], view),
    ...results.filter(({ case: each }) => each.level === level).flatMap((each) => showCase(each, view)),
  ]);
  const documents = results.every(holds) ? [] : [dim(`${wording.documents}: ${DOCUMENTS}`, view.hasColours)];
  return `${[...head, ...groups, "", summaryOf(result, view), ...documents].join("\n")}\n`;
}

/** One row for each program, and what could not be told. */
export function showFolder(results: readonly Result[], problems: readonly Problem[], view: View): string {
  const { language, width, points } = view;
  const wording = WORDING[language];
  const rows = results.map((result) => {
    const failing = result.results.filter(({ outcome }) => !["right", "notRun"].includes(outcome.verdict));
    const score = pointsOf(result, points);
    return {
      result,
      name: printable(result.subject.name),
      cells: [
        wording.roles[result.subject.role],
        ...scoresOf(result).map(({ level, right, of }) => `${wording.levels[level]} ${right}/${of}`),
        String(score.points),
      ],
      fails: failing.map(({ case: { id } }) => id).join(" "),
    };
  });
  const nameWidth = Math.min(28, Math.max(0, ...rows.map(({ name }) => name.length)));
  const widths = rows.reduce<number[]>(
    (all, { cells }) =>
      cells.map((cell, i) => Math.max(all[i] ?? 0, cell.length)).concat(all.slice(cells.length)),
    [],
  );
  const lines = rows.flatMap(({ result, name, cells, fails }) => {
    const start = `${mark(passes(result), view)} ${name.padEnd(nameWidth)}  ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`;
    if (fails === "") return [start.trimEnd()];
    return [
      start.trimEnd(),
      ...wrap(`${wording.fails}: ${fails}`, width - 4).map((line) => dim(`    ${line}`, view.hasColours)),
    ];
  });
  const told = problems.map(
    ({ name, problem: [key, fact] }) => [printable(name), wording.problems[key](printable(fact))] as const,
  );
  return `${[...lines, ...(told.length === 0 ? [] : ["", bold(wording.notTold, view), ...twoColumns(told, width)])].join("\n")}\n`;
}

/** The catalogue of cases. */
export function showCases(cases: readonly Case[], { language, width, hasColours }: View): string {
  const wording = WORDING[language];
  const blocks = LEVELS.all.flatMap((level) => {
    const own = cases.filter((each) => each.level === level);
    if (own.length === 0) return [];
    return [
      bold(wording.levels[level], { hasColours }),
      ...own.flatMap((each) => {
        const { name, sends, why } = CASE_TEXTS[language][each.id];
        const facts = [`${wording.sends}: ${sends}.`, why];
        return [
          `  ${each.id}  ${name}`,
          ...facts.flatMap((fact) =>
            wrap(fact, width - INDENT.length).map((line) => dim(`${INDENT}${line}`, hasColours)),
          ),
          dim(`${INDENT}${linkOf(each, language)}`, hasColours),
        ];
      }),
      "",
    ];
  });
  return `${blocks.join("\n")}`;
}

function scoreLevels({ results }: Result): (typeof LEVELS.all)[number][] {
  return LEVELS.all.filter((level) => results.some(({ case: each }) => each.level === level));
}

function showCase(result: CaseResult, view: View): string[] {
  const { language, width, hasColours, isVerbose } = view;
  const { case: each, outcome } = result;
  const { name, todo } = CASE_TEXTS[language][each.id];
  const wording = WORDING[language];
  const remarks = remarksOf(outcome, language);
  const isSound = holds(result) && outcome.death === undefined;
  const verdict = isSound ? "" : `: ${verdictOf(outcome, language)}`;
  const sign = outcome.verdict === "notRun" ? "-" : mark(holds(result), view);
  // What is wrong with the sample is told with the sample.
  const isExplained = outcome.remarks.some(([remark]) => remark === "sampleFails") && each.id !== "S03";
  const isToMend = !holds(result) && outcome.verdict !== "notRun" && !isExplained;
  const facts = [
    ...(isExplained ? [] : remarks.map((remark) => `${remark.slice(0, MAX_REMARK).replace(/\.$/, "")}.`)),
    ...(isToMend
      ? [`${wording.todo}: ${todo}`, `${wording.see} ${linkOf(each, language).slice(DOCUMENTS.length)}`]
      : []),
  ];
  return [
    `  ${sign} ${each.id} ${name}${colour(verdict, holds(result) ? 33 : 31, hasColours)}`,
    ...facts.flatMap((fact) =>
      wrap(fact, width - INDENT.length).map((line) => dim(INDENT + line, hasColours)),
    ),
    ...(isVerbose && !isExplained
      ? transcriptLines(outcome.transcript, language).map((line) => `${INDENT}${line}`)
      : []),
  ];
}

function summaryOf(result: Result, { language, points: worth }: View): string {
  const wording = WORDING[language];
  const scores = scoresOf(result).map(
    ({ level, right, of }) => `${wording.levels[level]} ${wording.summary(String(right), String(of))}`,
  );
  const { points, of } = pointsOf(result, worth);
  return [...scores, ...(of > 0 ? [wording.points(String(points), String(of))] : [])].join(", ");
}

function mark(isGood: boolean, { hasColours }: Pick<View, "hasColours">): string {
  return isGood ? colour("✓", 32, hasColours) : colour("✗", 31, hasColours);
}

function bold(text: string, { hasColours }: Pick<View, "hasColours">): string {
  return hasColours ? `\x1b[1m${text}\x1b[22m` : text;
}

function colour(text: string, code: number, isOn: boolean): string {
  return isOn && text !== "" ? `\x1b[${code}m${text}\x1b[39m` : text;
}

/** The cases that a list shows. */
export function listedCases(ids: readonly string[]): Case[] {
  return ids.length === 0 ? [...CASES] : CASES.filter(({ id }) => ids.includes(id));
}
