import type { Language } from "@hitung/protocol";
import { CASES, type Case, linkOf } from "../catalogue/cases.js";
import { CASE_TEXTS } from "../catalogue/texts.js";
import type { Points } from "../options.js";
import { passes, pointsOf, type Result, scoresOf } from "../result.js";
import type { Problem } from "../submissions/find.js";
import { WORDING } from "../wording.js";
import { remarksOf, transcriptLines, unitOf, verdictOf } from "./words.js";

/** All that was found out, as reports for other programs need it. */
export interface Findings {
  readonly results: readonly Result[];
  readonly problems: readonly Problem[];
  readonly language: Language;
  readonly points: Points;
  readonly isSandboxed: boolean;
  readonly version: string;
}

/** One object with all results. */
export function toJson({ results, problems, language, points, isSandboxed, version }: Findings): string {
  const programs = results.map((result) => {
    const { subject, dialect, ports } = result;
    return {
      name: subject.name,
      role: subject.role,
      passes: passes(result),
      points: pointsOf(result, points),
      scores: Object.fromEntries(scoresOf(result).map(({ level, right, of }) => [level, { right, of }])),
      ...(dialect && { dialect }),
      ports,
      unit: unitOf(result.results.map(({ outcome }) => outcome)),
      cases: result.results.map(({ case: each, outcome }) => ({
        id: each.id,
        name: CASE_TEXTS[language][each.id].name,
        level: each.level,
        verdict: outcome.verdict,
        remarks: outcome.remarks.map(([name, ...facts]) => ({ name, facts })),
        ...(outcome.death && { death: outcome.death }),
        explanation: remarksOf(outcome, language),
        link: linkOf(each, language),
        transcript: outcome.transcript,
      })),
    };
  });
  const told = problems.map(({ name, problem: [key, fact] }) => ({
    name,
    problem: key,
    explanation: WORDING[language].problems[key](fact),
  }));
  return `${JSON.stringify({ version, isSandboxed, programs, problems: told }, null, 2)}\n`;
}

/** The cases that some program was checked with, in order. */
export function columnsOf(results: readonly Result[]): Case[] {
  return CASES.filter(({ id }) =>
    results.some((each) => each.results.some(({ case: own }) => own.id === id)),
  );
}

/** One row for each program (RFC 4180), with a column for each case. */
export function toCsv({ results, points }: Findings): string {
  const columns = columnsOf(results);
  const levels = [...new Set(results.flatMap((result) => scoresOf(result).map(({ level }) => level)))];
  const head = ["name", "role", "passes", "points", ...levels, ...columns.map(({ id }) => id)];
  const rows = results.map((result) => {
    const scores = new Map(scoresOf(result).map(({ level, right, of }) => [level, `${right}/${of}`]));
    const verdicts = new Map(result.results.map(({ case: { id }, outcome }) => [id, outcome.verdict]));
    return [
      result.subject.name,
      result.subject.role,
      String(passes(result)),
      String(pointsOf(result, points).points),
      ...levels.map((level) => scores.get(level) ?? ""),
      ...columns.map(({ id }) => verdicts.get(id) ?? ""),
    ];
  });
  return [head, ...rows].map((row) => `${row.map(csvField).join(",")}\r\n`).join("");
}

/** A field that a spreadsheet would take for a formula gets an apostrophe before it. */
function csvField(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A test suite for each program, a test case for each case, as JUnit's XML is commonly read. */
export function toJunit({ results, language }: Findings): string {
  const suites = results.map((result) => {
    const { subject, results: cases } = result;
    const skipped = cases.filter(({ outcome }) => outcome.verdict === "notRun").length;
    const failed = cases.filter(({ outcome }) => !["right", "notRun"].includes(outcome.verdict)).length;
    const tests = cases.map(({ case: each, outcome }) => {
      const name = `${each.id} ${CASE_TEXTS[language][each.id].name}`;
      const start = `    <testcase classname=${attribute(`${subject.name}.${subject.role}`)} name=${attribute(name)}`;
      const message = [verdictOf(outcome, language), ...remarksOf(outcome, language)].join("; ");
      if (outcome.verdict === "right") return `${start}/>`;
      if (outcome.verdict === "notRun") {
        return `${start}>\n      <skipped message=${attribute(message)}/>\n    </testcase>`;
      }
      const { why, todo } = CASE_TEXTS[language][each.id];
      const body = [why, todo, linkOf(each, language), ...transcriptLines(outcome.transcript, language)].join(
        "\n",
      );
      return [
        `${start}>`,
        `      <failure type=${attribute(outcome.verdict)} message=${attribute(message)}>${escapeXml(body)}</failure>`,
        "    </testcase>",
      ].join("\n");
    });
    const name = attribute(`${subject.name} (${subject.role})`);
    return [
      `  <testsuite name=${name} tests="${cases.length}" failures="${failed}" errors="0" skipped="${skipped}">`,
      ...tests,
      "  </testsuite>",
    ].join("\n");
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>", ""].join(
    "\n",
  );
}

function attribute(value: string): string {
  return `"${escapeXml(value).replace(/[\n\t]/g, " ")}"`;
}

/** XML 1.0 has no control characters besides tab and line ends, and no lone surrogates. */
export function escapeXml(text: string): string {
  return (
    Buffer.from(text)
      .toString()
      .replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stand there
      .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd")
  );
}
