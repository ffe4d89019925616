import type { Readable } from "node:stream";
import { UNITS } from "@hitung/protocol";
import { EXIT_FAILURE } from "../command-line/exit-codes.js";
import type { CommandLineIo } from "../command-line/read.js";
import { drained, hasColours, type Output, tell } from "../command-line/terminal.js";
import type { Address } from "../library/socket.js";
import { type CommandLineOptions, HITUNG } from "./options.js";
import { describePlace } from "./place.js";
import { describeError, isFatal, type Problem } from "./problems.js";
import { Link } from "./server-link.js";
import { traceConnection } from "./trace.js";
import { formatProblem, type View } from "./view.js";
import { WORDING } from "./wording.js";

/** After so many milliseconds a person is told that the server does not answer, while it is still waited for. */
const SILENCE_MS = 3000;

/** The world around a session. */
export interface Io extends CommandLineIo {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Output;
  readonly stderr: Output;
  /** A message has no answer. The program may end without another word, if nobody reads its output any more. */
  failed?(): void;
}

/** What failed. */
interface Subject {
  /** As it begins the line that tells it. */
  readonly name?: string;
  readonly file?: string;
}

/** One run of `hitung`, in any of its modes: the way to the server, how answers look, and where they are told. */
export class Session {
  readonly options: CommandLineOptions;
  readonly io: Io;
  readonly link: Link;
  view: View;
  /** Whether the server answered, so that it is known to understand us. */
  hasAnswered = false;
  /** Runs what writes a note. */
  aside = (write: () => void) => write();
  #exitCode = 0;
  #silence: NodeJS.Timeout | undefined;
  /** Answers that leave together. */
  #output = "";

  constructor(options: CommandLineOptions, io: Io) {
    this.options = options;
    this.io = io;
    const note = (text: string) =>
      this.aside(() => {
        io.stderr.write(`${text}\n`);
      });
    const trace = { isText: options.text, language: () => this.view.language, show: note };
    const observe = options.trace ? (address: Address) => traceConnection(address, trace) : undefined;
    this.link = new Link(options, note, observe);
    this.view = {
      language: options.lang,
      units: UNITS.filter((unit) => options.all || options.unit.includes(unit)),
      form: options.json ? "json" : options.quiet ? "numbers" : "sentence",
      hasColours: hasColours(io.stdout, io.env),
    };
  }

  /** What went wrong, as people and programs are told, or undefined for an error of our own. */
  describe(error: unknown): Problem | undefined {
    return describeError(error, this.view.language, {
      ...this.options,
      hasAnswered: this.hasAnswered,
      installation: this.io,
    });
  }

  /** An answer is due. A server that waits for a line of text says nothing to frames: that is told after a while. */
  asked(): void {
    if (this.options.text || this.hasAnswered) return;
    this.#silence ??= setTimeout(() => {
      if (this.hasAnswered) return;
      const messages = WORDING[this.view.language];
      const place = describePlace(this.options, messages);
      this.aside(() => tell(HITUNG.name, `${messages.silent(place)} ${messages.tryText}`, this.io));
    }, SILENCE_MS).unref();
  }

  /** Settles once more may be printed. */
  async drained(): Promise<void> {
    await drained(this.io.stdout);
    await drained(this.io.stderr);
  }

  /** Prints an answer together with those of the same turn of the event loop. */
  print(text: string): void {
    if (this.#output === "") setImmediate(() => this.flush());
    this.#output += `${text}\n`;
  }

  /**
   * Tells what failed, and makes it the exit code.
   * @throws the error, if it leaves nothing to go on with
   */
  fail(error: unknown, { name = "", file }: Subject = {}): void {
    const problem = isFatal(error) ? undefined : this.describe(error);
    if (problem === undefined) throw error;
    this.noAnswer();
    // A program that reads line by line finds the failure instead of the answer.
    if (this.view.form === "json") this.print(formatProblem(problem, file));
    else tell(HITUNG.name, `${name}${problem.text}`, this.io);
  }

  /** A message has no answer, which the exit code tells. */
  noAnswer(): void {
    this.#exitCode = EXIT_FAILURE;
    this.io.failed?.();
  }

  /** Prints at once what waits for the end of the turn. */
  flush(): void {
    if (this.#output !== "") this.io.stdout.write(this.#output);
    this.#output = "";
  }

  /** Prints the last answers, and returns the exit code. */
  end(): number {
    clearTimeout(this.#silence);
    this.flush();
    return this.#exitCode;
  }
}
