import { once } from "node:events";
import type { Readable } from "node:stream";
import { UNITS } from "@hitung/protocol";
import { EXIT_FAILURE } from "../command-line/exit-codes.js";
import type { Environment } from "../command-line/parse.js";
import { hasColours, type Output } from "../command-line/terminal.js";
import type { CommandLineOptions } from "./options.js";
import { describeError, isFatal, type Problem, tell } from "./problems.js";
import { Link } from "./server-link.js";
import { formatProblem, formatterOf, type View } from "./view.js";
import { MESSAGES } from "./wording.js";

/** The world around a session. */
export interface SessionIo {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Environment;
}

/** What failed. */
interface Subject {
  /** As it begins the line that tells it. */
  readonly name?: string;
  readonly file?: string;
}

/** One run of the command line, in one of its four ways: words, files, a terminal, or lines of standard input. */
export class Session {
  readonly #options: CommandLineOptions;
  readonly #io: SessionIo;
  readonly #link: Link;
  #view: View;
  #exitCode = 0;
  #hasAnswered = false;
  /** Runs what writes a note. */
  #aside = (write: () => void) => write();
  /** Answers that leave together. */
  #output = "";

  constructor(options: CommandLineOptions, io: SessionIo) {
    this.#options = options;
    this.#io = io;
    this.#link = new Link(options, (text) =>
      this.#aside(() => {
        io.stderr.write(`${text}\n`);
      }),
    );
    this.#view = {
      language: options.lang,
      units: options.all ? UNITS : [options.unit],
      form: options.json ? "json" : options.quiet ? "numbers" : "sentence",
      hasColours: hasColours(io.stdout, io.env),
    };
  }

  /** Asks one message, and gives the exit code, as the other ways do. */
  async askWords(message: string): Promise<number> {
    const format = formatterOf(this.#view);
    try {
      this.#print(format(await this.#link.ask(message, this.#view.units)));
    } catch (error) {
      this.#fail(error);
    }
    return this.#end();
  }

  /** Asks each line of standard input. */
  async askLines(): Promise<number> {
    const { stdin, stdout } = this.#io;
    const { units, form, language } = this.#view;
    const { askLines } = await import("./lines.js");
    const format = formatterOf(this.#view);
    // An empty line sets tables apart.
    const gap = form === "sentence" && units.length > 1 ? "\n" : "";
    let before = "";
    await askLines(stdin, await this.#link.open(), units, {
      answered: (answer) => {
        this.#hasAnswered = true;
        this.#print(before + format(answer));
        before = gap;
      },
      failed: (error, line) => this.#fail(error, { name: MESSAGES[language].line(line) }),
      async drained() {
        if (stdout.writableNeedDrain) await once(stdout, "drain");
      },
    }).finally(() => this.#flush());
    return this.#end();
  }

  /** Asks what each file holds. */
  async askFiles(): Promise<number> {
    const { stdin, stderr } = this.#io;
    const { file: paths } = this.#options;
    const { askFiles } = await import("./files.js");
    const { FileRows } = await import("./file-rows.js");
    const rows = new FileRows(paths, this.#view);
    const asker = await this.#link.open();
    const results = askFiles(paths, stdin, asker, this.#view.units, {
      stderr,
      language: this.#view.language,
    });
    for await (const { path, counts, error } of results) {
      if (counts === undefined) this.#fail(error, { name: `${path}: `, file: path });
      else {
        this.#hasAnswered = true;
        this.#print(rows.add(path, counts));
      }
      this.#flush();
    }
    if (rows.total !== undefined) this.#print(rows.total);
    return this.#end();
  }

  /** Prompts on a terminal, again and again. */
  async converse(): Promise<number> {
    // The terminal is not touched before there is a server: what is typed or piped until then is kept by it.
    await this.#link.open();
    const { converse } = await import("./conversation.js");
    const { completeCommand, messageOf, runCommand } = await import("./commands.js");
    const { History, historyFile } = await import("./history.js");
    return converse({
      input: this.#io.stdin,
      output: this.#io.stdout,
      prompt: () => MESSAGES[this.#view.language].prompt,
      history: new History(historyFile(this.#io.env)),
      complete: completeCommand,
      answer: async (line, signal, aside) => {
        this.#aside = aside;
        const message = messageOf(line);
        if (message !== undefined) return await this.#answer(message, signal);
        const { view, text } = runCommand(line, this.#view, this.#options.text);
        this.#view = view;
        return text;
      },
    });
  }

  /** What went wrong, as people and programs are told, or undefined for an error of our own. */
  describe(error: unknown): Problem | undefined {
    return describeError(error, this.#view.language, { ...this.#options, hasAnswered: this.#hasAnswered });
  }

  /** Closes the connection, if there is one. */
  close(): void {
    this.#link.close();
  }

  async #answer(message: string, signal: AbortSignal): Promise<string> {
    const { language, units, form } = this.#view;
    try {
      const answer = await this.#link.askAgain(message, units, language, signal);
      this.#hasAnswered = true;
      return formatterOf(this.#view)(answer);
    } catch (error) {
      const problem = this.describe(error);
      if (problem === undefined) throw error;
      return form === "json" ? formatProblem(problem) : problem.text;
    }
  }

  /**
   * Tells what failed, and makes it the exit code.
   * @throws the error, where it leaves nothing to go on with
   */
  #fail(error: unknown, { name = "", file }: Subject = {}): void {
    const { form } = this.#view;
    const problem = isFatal(error) ? undefined : this.describe(error);
    if (problem === undefined) throw error;
    this.#exitCode = EXIT_FAILURE;
    // A program that reads lines finds it in the place of the answer.
    if (form === "json") this.#print(formatProblem(problem, file));
    else tell(`${name}${problem.text}`, this.#io);
  }

  /** Prints an answer together with those of the same turn of the event loop. */
  #print(text: string): void {
    if (this.#output === "") setImmediate(() => this.#flush());
    this.#output += `${text}\n`;
  }

  #flush(): void {
    if (this.#output !== "") this.#io.stdout.write(this.#output);
    this.#output = "";
  }

  #end(): number {
    this.#flush();
    return this.#exitCode;
  }
}
