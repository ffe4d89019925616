import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Language } from "@hitung/protocol";
import { CommanderError } from "commander";
import { type Asker, FrameAsker, TextAsker } from "./asker.js";
import { ConnectionError } from "./errors.js";
import { converse } from "./interactive.js";
import { askLines } from "./lines.js";
import { MESSAGES } from "./messages.js";
import { type CommandLineOptions, createCommand, describeUsageError, languageOf } from "./options.js";
import { describeError } from "./report.js";
import { openWhenReady } from "./retry.js";

/** What the command line needs of the world around it. */
export interface Io {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable & { readonly isTTY?: boolean };
  readonly stderr: Writable;
  /** The version that `--version` shows. */
  readonly version: string;
}

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/**
 * Runs `hitung` with the arguments that follow its name.
 * @returns the exit code: 0; 1 where a message has no answer; 2 for wrong usage; 130 where Ctrl-C ended it
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const language = languageOf(args);
  const command = createCommand(io.version, language).configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => {},
  });
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    io.stderr.write(`hitung: ${describeUsageError(error, language)}\n${MESSAGES[language].seeHelp}\n`);
    return EXIT_USAGE;
  }
  const session = new Session(command.opts<CommandLineOptions>(), language, io);
  try {
    if (command.args.length > 0) return await session.askOnce(command.args.join(" "));
    if (io.stdin.isTTY && io.stdout.isTTY) return await session.converse();
    return await session.askLines();
  } catch (error) {
    const description = describeError(error, language);
    if (description === undefined) throw error;
    io.stderr.write(`hitung: ${description}\n`);
    return EXIT_FAILURE;
  } finally {
    session.close();
  }
}

/** One run of the command line, in one of its three ways: words, a terminal, or lines of standard input. */
class Session {
  readonly #options: CommandLineOptions;
  readonly #language: Language;
  readonly #io: Io;
  #asker: Asker | undefined;

  constructor(options: CommandLineOptions, language: Language, io: Io) {
    this.#options = options;
    this.#language = language;
    this.#io = io;
  }

  async askOnce(message: string): Promise<number> {
    this.#io.stdout.write(`${await this.#ask(message)}\n`);
    return 0;
  }

  async askLines(): Promise<number> {
    const { stdin, stdout, stderr } = this.#io;
    let exitCode = 0;
    let answers = "";
    const flush = () => {
      if (answers !== "") stdout.write(answers);
      answers = "";
    };
    await askLines(stdin, await this.#open(), {
      answered(answer) {
        if (answers === "") setImmediate(flush);
        answers += `${answer}\n`;
      },
      failed: (error, line) => {
        if (error instanceof ConnectionError) throw error;
        const description = describeError(error, this.#language);
        if (description === undefined) throw error;
        exitCode = EXIT_FAILURE;
        stderr.write(`hitung: ${MESSAGES[this.#language].line(line)}${description}\n`);
      },
      async drained() {
        if (stdout.writableNeedDrain) await once(stdout, "drain");
      },
    }).finally(flush);
    return exitCode;
  }

  async converse(): Promise<number> {
    const { stdin, stdout } = this.#io;
    // The terminal is not touched before there is a server: what is typed or piped until then is kept by it.
    await this.#open();
    return converse({
      input: stdin,
      output: stdout,
      prompt: MESSAGES[this.#language].prompt,
      answer: (line, signal) => this.#answer(line, signal),
    });
  }

  close(): void {
    this.#asker?.close();
  }

  /** Answers a line; where the connection was lost, on a new one. A count may be asked for again without harm. */
  async #answer(line: string, signal: AbortSignal): Promise<string> {
    try {
      if (this.#asker?.isClosed) await this.#reopen(signal);
      return await this.#ask(line).catch(async (error) => {
        if (!(error instanceof ConnectionError) || this.#options.text) throw error;
        await this.#reopen(signal);
        return await this.#ask(line);
      });
    } catch (error) {
      const description = describeError(error, this.#language);
      if (description === undefined) throw error;
      return description;
    }
  }

  async #ask(message: string): Promise<string> {
    const question = (await this.#open()).start();
    question.write(Buffer.from(message));
    return await question.end();
  }

  async #open(): Promise<Asker> {
    this.#asker ??= this.#options.wait ? await this.#openWhenReady() : await this.#connect();
    return this.#asker;
  }

  async #reopen(signal: AbortSignal): Promise<void> {
    this.#asker = await this.#openWhenReady(signal);
  }

  async #openWhenReady(signal?: AbortSignal): Promise<Asker> {
    const { host, port } = this.#options;
    const messages = MESSAGES[this.#language];
    let hasWaited = false;
    const asker = await openWhenReady(
      () => this.#connect(),
      () => {
        hasWaited = true;
        this.#io.stderr.write(`${messages.waiting(host, port)}\n`);
      },
      signal,
    );
    if (hasWaited) this.#io.stderr.write(`${messages.connected(host, port)}\n`);
    return asker;
  }

  async #connect(): Promise<Asker> {
    const { text, unit } = this.#options;
    return text ? new TextAsker(this.#options) : await FrameAsker.open(this.#options, this.#language, unit);
  }
}
