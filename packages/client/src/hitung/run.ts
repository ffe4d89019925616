import { unicodeVersion } from "@hitung/protocol";
import { EXIT_FAILURE, EXIT_USAGE } from "../command-line/exit-codes.js";
import { type CommandLine, parseCommandLine, UsageError } from "../command-line/parse.js";
import { isFatal, tell } from "./problems.js";
import { Session, type SessionIo } from "./session.js";
import { MESSAGES } from "./wording.js";

/** What the command line needs of the world around it. */
export interface Io extends SessionIo {
  readonly stdin: SessionIo["stdin"] & { readonly isTTY?: boolean };
  /** The version that `--version` shows. */
  readonly version: string;
}

/**
 * Runs `hitung` with the arguments that follow its name.
 * @returns the exit code: 0; 1 where a message has no answer; 2 for wrong usage; 130 where Ctrl-C ended it
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  let commandLine: CommandLine;
  try {
    commandLine = parseCommandLine(args, io.env);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    tell(`${error.message}\n${MESSAGES[error.language].seeHelp}`, io);
    return EXIT_USAGE;
  }
  const { shows, options, words } = commandLine;
  if (shows === "help") {
    const { helpIn } = await import("../command-line/help.js");
    io.stdout.write(`${helpIn(MESSAGES[options.lang])}\n`);
    return 0;
  }
  if (shows === "version") {
    io.stdout.write(`${io.version} (Unicode ${unicodeVersion})\n`);
    return 0;
  }
  const session = new Session(options, io);
  try {
    if (words.length > 0) return await session.askWords(words.join(" "));
    if (options.file.length > 0) return await session.askFiles();
    if (io.stdin.isTTY && io.stdout.isTTY) return await session.converse();
    return await session.askLines();
  } catch (error) {
    const problem = session.describe(error);
    if (problem === undefined) throw error;
    // Files are told by name where they fail; what is left is standard input.
    const subject = isFatal(error) ? "" : `${MESSAGES[options.lang].standardInput}: `;
    tell(subject + problem.text, io);
    return EXIT_FAILURE;
  } finally {
    session.close();
  }
}
