import { type Case, LEVELS, type Level } from "./catalogue/cases.js";
import type { Dialect, Outcome, Role } from "./job.js";
import type { Points } from "./options.js";

/** A program that is checked. */
export interface Subject {
  /** The name of a submission, or the command. */
  readonly name: string;
  readonly role: Role;
  /** What starts it; without one it runs already. */
  readonly command?: readonly string[];
  /** Where it is started. */
  readonly folder: string;
  /** Why it cannot be started. */
  readonly buildFailure?: string;
  /** Its source, as far as it is known. */
  readonly sources: readonly string[];
}

/** What came of one case. */
export interface CaseResult {
  readonly case: Case;
  readonly outcome: Outcome;
}

/** What came of all cases for a program. */
export interface Result {
  readonly subject: Subject;
  readonly dialect?: Dialect;
  readonly ports: readonly number[];
  readonly results: readonly CaseResult[];
}

/** How many cases of a group hold, of those that were run. */
export interface Score {
  readonly level: Level;
  readonly right: number;
  readonly of: number;
}

export function holds({ outcome }: CaseResult): boolean {
  return outcome.verdict === "right";
}

/** Whether a case says nothing about the program: it could not be run for a reason of ours. */
function isLeftOut({ outcome: { verdict, remarks } }: CaseResult): boolean {
  return verdict === "notRun" && !remarks.some(([name]) => name === "endedBefore");
}

/** How many cases hold in each group that has any. */
export function scoresOf({ results }: Result): Score[] {
  return LEVELS.all.flatMap((level) => {
    const run = results.filter((each) => each.case.level === level && !isLeftOut(each));
    return run.length === 0 ? [] : [{ level, right: run.filter(holds).length, of: run.length }];
  });
}

/** Whether all holds that must. */
export function passes(result: Result): boolean {
  const must = scoresOf(result).filter(({ level }) => level !== "should" && level !== "bonus");
  return must.every(({ right, of }) => right === of) && result.results.some(holds);
}

/** What a program is worth: each group counts by the part of its cases that hold. */
export function pointsOf(result: Result, points: Points): { readonly points: number; readonly of: number } {
  const scores = scoresOf(result).map(({ level, right, of }) => {
    const worth = points[level] ?? 0;
    return { got: (worth * right) / of, worth };
  });
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  return {
    points: Math.round(10 * sum(scores.map(({ got }) => got))) / 10,
    of: sum(scores.map(({ worth }) => worth)),
  };
}
