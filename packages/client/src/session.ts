import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import type { Language } from "@hitung/protocol";
import { type Asker, FrameAsker, TextAsker } from "./asker.js";
import { type Address, openSocket } from "./connection.js";
import { ConnectionError } from "./errors.js";
import { converse } from "./interactive.js";
import { askLines } from "./lines.js";
import { MESSAGES } from "./messages.js";
import type { CommandLineOptions } from "./options.js";
import { describeError } from "./report.js";
import { openWhenReady } from "./retry.js";

/** The streams of a session. */
export interface SessionIo {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** One run of the command line, in one of its three ways: words, a terminal, or lines of standard input. */
export class Session {
  readonly #options: CommandLineOptions;
  readonly #language: Language;
  readonly #io: SessionIo;
  #asker: Asker | undefined;

  constructor(options: CommandLineOptions, io: SessionIo) {
    this.#options = options;
    this.#language = options.lang;
    this.#io = io;
  }

  /** Asks one message, and gives the exit code, as the other ways do. */
  async askOnce(message: string): Promise<number> {
    this.#io.stdout.write(`${await this.#ask(message)}\n`);
    return 0;
  }

  /** Asks each line of standard input. */
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
        const description = describeError(error, this.#language, this.#options.text);
        if (description === undefined) throw error;
        exitCode = 1;
        stderr.write(`hitung: ${MESSAGES[this.#language].line(line)}${description}\n`);
      },
      async drained() {
        if (stdout.writableNeedDrain) await once(stdout, "drain");
      },
    }).finally(flush);
    return exitCode;
  }

  /** Prompts on a terminal, again and again. */
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

  /** Closes the connection, if there is one. */
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
      const description = describeError(error, this.#language, this.#options.text);
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
    this.#asker ??= this.#options.wait ? await this.#whenReady(() => this.#connect()) : await this.#connect();
    return this.#asker;
  }

  async #reopen(signal: AbortSignal): Promise<void> {
    this.#asker = await this.#whenReady(() => this.#connect(), signal);
  }

  async #connect(): Promise<Asker> {
    const { text, unit, wait } = this.#options;
    if (!text) return await FrameAsker.open(this.#options, this.#language, unit);
    const open = (address: Address) => openSocket(address);
    return new TextAsker(this.#options, wait ? (address) => this.#whenReady(() => open(address)) : open);
  }

  /** Tries until there is a server, and tells the person that it waits. */
  async #whenReady<T>(open: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    const { host, port } = this.#options;
    const messages = MESSAGES[this.#language];
    let hasWaited = false;
    const opened = await openWhenReady(
      open,
      ({ code }) => {
        hasWaited = true;
        this.#io.stderr.write(`${messages.waiting(host, port, code)}\n`);
      },
      signal,
    );
    if (hasWaited) this.#io.stderr.write(`${messages.connected(host, port)}\n`);
    return opened;
  }
}
