import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathOf } from "../command-line/argument-bytes.js";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import type { CommandLineIo } from "../command-line/read.js";
import { quote } from "../command-line/shell.js";
import { shownName } from "../command-line/shown-name.js";
import { hasColours, rewriteLine, tell, widthOf } from "../command-line/terminal.js";
import { casesFor, type Examination, examine } from "./examine.js";
import type { Role } from "./job.js";
import { type CheckOptions, HITUNG_CHECK } from "./options.js";
import { Pool } from "./pool.js";
import { type Findings, toCsv, toJson, toJunit } from "./report/files.js";
import { toHtml } from "./report/page.js";
import { listedCases, showCases, showFolder, showResult, type View } from "./report/table.js";
import { passes, type Result, type Subject } from "./result.js";
import { findSandbox, playIn, type Sandbox } from "./sandbox.js";
import { prepare } from "./submissions/build.js";
import { findSubmissions, type Problem } from "./submissions/find.js";
import { WORDING } from "./wording.js";

/** Shows the cases. */
export function list(options: CheckOptions, io: CommandLineIo): number {
  io.stdout.write(showCases(listedCases(options.only), viewOf(options, io)));
  return 0;
}

/** Checks one program: a command, or a server that runs already. */
export async function checkProgram(
  role: Role,
  command: readonly string[],
  options: CheckOptions,
  io: CommandLineIo,
  interrupt: AbortSignal,
): Promise<number> {
  const isRunning = command.length === 0;
  const name = isRunning ? `${options.host} port ${options.port}` : command.map(quote).join(" ");
  const subject: Subject = {
    name,
    role,
    folder: process.cwd(),
    sources: [],
    ...(!isRunning && { command: inThisFolder(command) }),
  };
  const check = new Check(options, io, interrupt);
  if (!check.opensFiles()) return EXIT_FAILURE;
  if (isRunning) tell(HITUNG_CHECK.name, WORDING[options.lang].endingLast, io);
  else check.tellOfSandbox();
  const [result] = await check.examineAll([subject]);
  if (interrupt.aborted || result === undefined) return check.interrupted();
  if (isRunning && isAbsent(result)) {
    const { noServer, place } = WORDING[options.lang];
    const start = `hitung-server --port ${options.port}`;
    tell(HITUNG_CHECK.name, noServer(place(options.host, options.port), "ECONNREFUSED", start), io);
    return EXIT_FAILURE;
  }
  if (!options.json) io.stdout.write(showResult(result, viewOf(options, io)));
  return check.report([result], []);
}

/** Checks all programs in a folder. */
export async function checkFolder(
  folder: string,
  options: CheckOptions,
  io: CommandLineIo,
  interrupt: AbortSignal,
): Promise<number> {
  const wording = WORDING[options.lang];
  const fail = (text: string) => {
    tell(HITUNG_CHECK.name, text, io);
    return EXIT_FAILURE;
  };
  const check = new Check(options, io, interrupt);
  let found: ReturnType<typeof findSubmissions>;
  try {
    found = findSubmissions(resolve(folder), {
      ...(options.serverCommand !== undefined && { server: options.serverCommand }),
      ...(options.clientCommand !== undefined && { client: options.clientCommand }),
    });
  } catch (error) {
    return fail(wording.noFolder(shownName(folder), codeOf(error)));
  }
  if (!check.opensFiles()) return EXIT_FAILURE;
  check.tellOfSandbox();
  const output = mkdtempSync(join(tmpdir(), "hitung-check-"));
  try {
    const problems: Problem[] = [...found.problems];
    const subjects: Subject[] = [];
    // Compilers take all processors by themselves.
    for (const [i, submission] of found.submissions.entries()) {
      if (interrupt.aborted) return check.interrupted();
      const prepared = await prepare(submission, join(output, String(i)), check.sandbox, interrupt);
      if ("problem" in prepared) problems.push(prepared);
      else subjects.push(prepared);
    }
    if (subjects.length === 0 && problems.length === 0) return fail(wording.noSubmission(shownName(folder)));
    const results = await check.examineAll(subjects);
    if (interrupt.aborted) return check.interrupted();
    if (!options.json) {
      const view = viewOf(options, io);
      if (view.isVerbose) for (const result of results) io.stdout.write(`${showResult(result, view)}\n`);
      io.stdout.write(showFolder(results, problems, view));
    }
    return check.report(results, problems);
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** One run of the program, with its sandbox and its reports. */
class Check {
  readonly sandbox: Sandbox;
  readonly #options: CheckOptions;
  readonly #io: CommandLineIo;
  readonly #interrupt: AbortSignal;

  constructor(options: CheckOptions, io: CommandLineIo, interrupt: AbortSignal) {
    this.#options = options;
    this.#io = io;
    this.#interrupt = interrupt;
    this.sandbox = findSandbox(io.program);
  }

  get #wording() {
    return WORDING[this.#options.lang];
  }

  tellOfSandbox(): void {
    const { lack } = this.sandbox;
    if (lack !== undefined) tell(HITUNG_CHECK.name, this.#wording.noSandbox(lack), this.#io);
  }

  interrupted(): number {
    tell(HITUNG_CHECK.name, this.#wording.interrupted, this.#io);
    return EXIT_INTERRUPTED;
  }

  /** Whether all reports can be written, which shows before the work and not after it. */
  opensFiles(): boolean {
    return this.#files.every(([file]) => this.#write(file, ""));
  }

  async examineAll(subjects: readonly Subject[]): Promise<Result[]> {
    const { host, port, level, only, timeout, jobs } = this.#options;
    const isSandboxed = this.sandbox.lack === undefined;
    const pool = new Pool(isSandboxed ? (jobs ?? this.sandbox.parallelism) : 1);
    let done = 0;
    let total = 0;
    const { stderr } = this.#io;
    const examination: Examination = {
      host,
      port,
      level,
      only,
      timeout,
      isSandboxed,
      play: (job, folder) => pool.run(() => playIn(this.sandbox, job, folder, this.#interrupt)),
      onDone: ({ name }) => {
        done++;
        if (stderr.isTTY)
          rewriteLine(stderr, this.#wording.progress(String(done), String(total), shownName(name)));
      },
    };
    for (const subject of subjects) total += casesFor(examination, subject).length;
    const results = await Promise.all(subjects.map((subject) => examine(subject, examination)));
    if (stderr.isTTY) rewriteLine(stderr, "");
    return results;
  }

  /** Writes the reports, and returns the exit code. */
  report(results: readonly Result[], problems: readonly Problem[]): number {
    const { lang, points, json } = this.#options;
    const findings: Findings = {
      results,
      problems,
      language: lang,
      points,
      isSandboxed: this.sandbox.lack === undefined,
      version: this.#io.version,
    };
    if (json) this.#io.stdout.write(toJson(findings));
    const areWritten = this.#files.every(([file, format]) => this.#write(file, format(findings)));
    return areWritten && problems.length === 0 && results.every(passes) ? 0 : EXIT_FAILURE;
  }

  get #files(): readonly (readonly [file: string, format: (findings: Findings) => string])[] {
    const { junit, csv, html } = this.#options;
    const formats = [
      [junit, toJunit],
      [csv, toCsv],
      [html, toHtml],
    ] as const;
    return formats.flatMap(([file, format]) => (file === undefined ? [] : [[file, format] as const]));
  }

  #write(file: string, text: string): boolean {
    try {
      writeFileSync(pathOf(file), text);
      return true;
    } catch (error) {
      tell(HITUNG_CHECK.name, this.#wording.unwritableFile(shownName(file), codeOf(error)), this.#io);
      return false;
    }
  }
}

function viewOf({ lang, verbose, points }: CheckOptions, { stdout, env }: CommandLineIo): View {
  return {
    language: lang,
    width: widthOf(stdout),
    hasColours: hasColours(stdout, env),
    isVerbose: verbose,
    points,
  };
}

/** Whether nobody listened from the beginning. */
function isAbsent({ results }: Result): boolean {
  const isRefused = ({ outcome }: Result["results"][number]) =>
    outcome.remarks.some(([name]) => name === "refused" || name === "endedBefore");
  return results.every(isRefused);
}

/** A program that is named by its path is found from every folder. */
function inThisFolder([file = "", ...args]: readonly string[]): string[] {
  return [file.includes("/") ? resolve(file) : file, ...args];
}

function codeOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
