import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type Case, type CaseId, casesOf, type LevelName } from "./catalogue/cases.js";
import type { Dialect, Job, Manner, Outcome, Probe } from "./job.js";
import { countsIn, learnForm, type Sample } from "./reading/form.js";
import type { CaseResult, Result, Subject } from "./result.js";
import { OTHER, SAMPLE } from "./stage/server-cases.js";

/** How programs are checked. */
export interface Examination {
  readonly host: string;
  readonly port: number;
  readonly level: LevelName;
  /** Only these cases, if there are any. */
  readonly only: readonly CaseId[];
  /** In seconds. */
  readonly timeout: number;
  readonly isSandboxed: boolean;
  /** Plays a case of a program that is in this folder. */
  play(job: Job, folder: string): Promise<Outcome>;
  /** A case is done. */
  onDone(subject: Subject): void;
}

/** Ports that clients of this exercise use besides 12345. */
const USUAL_PORTS = [5000, 8000, 8080, 9999, 12000, 65000, 65432];
const MAX_PORTS = 48;
const MAX_SOURCE = 1024 * 1024;

const MESSAGES = [SAMPLE, OTHER] as const;
const MANNERS: readonly Manner[] = ["plain", "line", "end"];

/** The cases that are run for a program. */
export function casesFor({ level, only }: Examination, { role }: Subject): Case[] {
  const cases = casesOf(role, only.length > 0 ? "all" : level);
  return only.length === 0 ? cases : cases.filter(({ id }) => only.includes(id));
}

/** Runs all cases for one program. */
export async function examine(subject: Subject, examination: Examination): Promise<Result> {
  const cases = casesFor(examination, subject);
  if (subject.buildFailure !== undefined) {
    const outcome: Outcome = {
      verdict: "didNotStart",
      remarks: [["buildFailed", subject.buildFailure]],
      transcript: [],
    };
    return { subject, ports: [], results: cases.map((each) => ({ case: each, outcome })) };
  }
  if (subject.role === "client") return await examineClient(subject, examination, cases);
  if (subject.command === undefined) return await examineRunning(subject, examination, cases);
  return await examineServer(subject, examination, cases);
}

async function examineServer(
  subject: Subject,
  examination: Examination,
  cases: readonly Case[],
): Promise<Result> {
  const start = (job: Pick<Job, "id"> & Partial<Job>) => play(subject, examination, job);
  const isSpokenTo = cases.some(needsDialect);
  const found = isSpokenTo ? await findDialect(start) : undefined;
  const results = new Map<Case, Outcome>();
  await Promise.all(
    lastRestart(cases).map(async (each) => {
      const lacks = needsDialect(each) && found?.dialect === undefined;
      results.set(
        each,
        lacks ? unasked(found?.failure) : await start({ id: each.id, ...pickDialect(found) }),
      );
      examination.onDone(subject);
    }),
  );
  return { subject, ...pickDialect(found), ports: found?.ports ?? [], results: inOrder(cases, results) };
}

/** A server that runs already is asked one case after the other, and what may end it comes last. */
async function examineRunning(
  subject: Subject,
  examination: Examination,
  cases: readonly Case[],
): Promise<Result> {
  const start = (job: Pick<Job, "id"> & Partial<Job>) => play(subject, examination, job);
  const found = cases.some(needsDialect) ? await findDialect(start, true) : undefined;
  const results = new Map<Case, Outcome>();
  let hasEnded = found?.hasEnded ?? false;
  const gentleFirst = [...cases.filter(({ mayEnd }) => !mayEnd), ...cases.filter(({ mayEnd }) => mayEnd)];
  for (const each of gentleFirst) {
    if (needsDialect(each) && found?.dialect === undefined) results.set(each, unasked(found?.failure));
    else if (hasEnded)
      results.set(
        each,
        heardBefore(each, found) ?? { verdict: "notRun", remarks: [["endedBefore"]], transcript: [] },
      );
    else {
      const outcome = await start({ id: each.id, ...pickDialect(found) });
      results.set(each, outcome);
      hasEnded = outcome.remarks.some(([name]) => name === "refused" || name === "ended");
    }
    examination.onDone(subject);
  }
  return {
    subject,
    ...pickDialect(found),
    ports: [examination.port],
    results: inOrder(cases, results),
  };
}

/** The restart last: without a sandbox it may keep the port for a minute. */
function lastRestart(cases: readonly Case[]): Case[] {
  return [...cases.filter(({ id }) => id !== "S17"), ...cases.filter(({ id }) => id === "S17")];
}

function inOrder(cases: readonly Case[], outcomes: ReadonlyMap<Case, Outcome>): CaseResult[] {
  return cases.map((each) => ({ case: each, outcome: outcomes.get(each) as Outcome }));
}

async function examineClient(
  subject: Subject,
  examination: Examination,
  cases: readonly Case[],
): Promise<Result> {
  const morePorts = portsIn(subject).filter((port) => port !== examination.port);
  const results = await Promise.all(
    cases.map(async (each): Promise<CaseResult> => {
      const outcome = await play(subject, examination, { id: each.id, morePorts });
      examination.onDone(subject);
      return { case: each, outcome };
    }),
  );
  return { subject, ports: [], results };
}

function play(
  { role, command, folder }: Subject,
  { host, port, timeout, isSandboxed, play: act }: Examination,
  job: Pick<Job, "id"> & Partial<Job>,
): Promise<Outcome> {
  return act(
    {
      role,
      host,
      port,
      timeout: timeout * 1000,
      isSandboxed: isSandboxed && command !== undefined,
      ...(command !== undefined && { command }),
      ...job,
    },
    folder,
  );
}

/** Whether a case asks in the way of the exercise: those of the protocol, and the first two, do not. */
function needsDialect({ id }: Case): boolean {
  return id.startsWith("S") && id !== "S01" && id !== "S02";
}

/** How a server is spoken to, or why that was not found out. */
interface Found {
  readonly dialect?: Dialect;
  readonly ports: readonly number[];
  readonly failure?: Outcome;
  /** What came in answer to the sample. */
  readonly first?: Outcome;
  /** A server that ran already is not there any more. */
  readonly hasEnded: boolean;
}

function pickDialect(found: Found | undefined): { readonly dialect?: Dialect } {
  return found?.dialect === undefined ? {} : { dialect: found.dialect };
}

/** Asks for two messages of different length, as they stand, then with LF, then with the end of the stream. */
async function findDialect(
  start: (job: Pick<Job, "id"> & Partial<Job>) => Promise<Outcome>,
  isRunning = false,
): Promise<Found> {
  let failure: Outcome | undefined;
  for (const manner of MANNERS) {
    const ask = (message: string) => start({ id: "probe", message, manner });
    const first = await ask(MESSAGES[0]);
    failure ??= first;
    if (first.verdict === "didNotStart") break;
    if (first.probe === undefined) {
      if (isRunning && first.remarks.some(([name]) => name === "refused")) break;
      continue;
    }
    const found = first.probe.manner;
    const second = await start({ id: "probe", message: MESSAGES[1], manner: found });
    const dialect = dialectOf(first.probe, second.probe);
    const hasEnded = isRunning && second.probe === undefined;
    if (dialect === undefined) return { ports: first.probe.ports, failure: withoutNumber(first), hasEnded };
    return { dialect, ports: first.probe.ports, first, hasEnded };
  }
  return { ports: [], ...(failure && { failure }), hasEnded: false };
}

function dialectOf(first: Probe, second: Probe | undefined): Dialect | undefined {
  const sampleOf = (message: string, { reply }: Probe): Sample => ({
    message,
    count: message.length,
    reply: Buffer.from(reply, "hex"),
  });
  const a = sampleOf(SAMPLE, first);
  const b = second === undefined ? a : sampleOf(OTHER, second);
  const form = learnForm(a, b);
  if (form === undefined) return undefined;
  const isOneMore = [a, b].every(
    ({ reply, message, count }) => Number(countsIn(form, reply, message)[0]) === count + 1,
  );
  return { manner: first.manner, countsLineEnd: first.manner === "line" && isOneMore, form };
}

/** The sample was answered, but without a number that depends on the message. */
function withoutNumber({ probe, transcript }: Outcome): Outcome {
  const reply = Buffer.from(probe?.reply ?? "", "hex").toString();
  return { verdict: "wrong", remarks: [["noNumber", reply.slice(0, 60)]], transcript };
}

/** The outcome of a case that was not run, since the sample had no answer. */
function unasked(failure: Outcome | undefined): Outcome {
  if (failure === undefined) return { verdict: "notRun", remarks: [["sampleFails"]], transcript: [] };
  const { probe: _, ...outcome } = failure;
  return { ...outcome, remarks: [...outcome.remarks, ["sampleFails"]] };
}

/** What the first answer of a server that has ended since tells of a case. */
function heardBefore({ id }: Case, found: Found | undefined): Outcome | undefined {
  const { first, dialect } = found ?? {};
  if (first?.probe === undefined || dialect === undefined) return undefined;
  if (id === "S01" || id === "S02") return { verdict: "right", remarks: [], transcript: first.transcript };
  if (id !== "S03") return undefined;
  const [got = ""] = countsIn(dialect.form, Buffer.from(first.probe.reply, "hex"), SAMPLE);
  const isRight = Number(got) === SAMPLE.length;
  return {
    verdict: isRight ? "right" : "wrong",
    remarks: isRight ? [] : [["number", got, String(SAMPLE.length)]],
    transcript: first.transcript,
  };
}

/** The ports that a client may look for: numbers in its source, and usual ones. */
function portsIn({ command = [], folder, sources }: Subject): number[] {
  const named = [...command.map((word) => resolve(folder, word)), ...sources];
  const numbers = [...new Set(named)].flatMap((path) => {
    try {
      if (!statSync(path).isFile() || statSync(path).size > MAX_SOURCE) return [];
      return (readFileSync(path, "latin1").match(/\b\d{4,5}\b/g) ?? []).map(Number);
    } catch {
      // Not every word of a command is a file.
      return [];
    }
  });
  const ports = [...numbers.filter((port) => port >= 1024 && port <= 65_535), ...USUAL_PORTS];
  return [...new Set(ports)].slice(0, MAX_PORTS);
}
