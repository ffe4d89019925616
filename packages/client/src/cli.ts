import { CommanderError } from "commander";
import { MESSAGES } from "./messages.js";
import { type CommandLineOptions, createCommand, describeUsageError, languageOf } from "./options.js";
import { describeError } from "./report.js";
import { Session, type SessionIo } from "./session.js";

/** What the command line needs of the world around it. */
export interface Io extends SessionIo {
  readonly stdin: SessionIo["stdin"] & { readonly isTTY?: boolean };
  readonly stdout: SessionIo["stdout"] & { readonly isTTY?: boolean };
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
  const options = command.opts<CommandLineOptions>();
  const session = new Session(options, io);
  try {
    if (command.args.length > 0) return await session.askOnce(command.args.join(" "));
    if (io.stdin.isTTY && io.stdout.isTTY) return await session.converse();
    return await session.askLines();
  } catch (error) {
    const description = describeError(error, options.lang, options.text);
    if (description === undefined) throw error;
    io.stderr.write(`hitung: ${description}\n`);
    return EXIT_FAILURE;
  } finally {
    session.close();
  }
}
