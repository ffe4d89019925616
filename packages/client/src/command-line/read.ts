import { type Language, unicodeVersion } from "@hitung/protocol";
import { EXIT_USAGE } from "./exit-codes.js";
import { type CommandLine, languageOf, parseCommandLine, UsageError } from "./parse.js";
import type { Environment, Program, Table } from "./table.js";
import { type Screen, tell } from "./terminal.js";

/** What a command line needs of the world around it. */
export interface CommandLineIo {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Environment;
  /** The version that `--version` shows. */
  readonly version: string;
  /** The file of the program. */
  readonly program: string;
}

/**
 * Reads a command line, and answers it if it asks for help or the version, or is wrong.
 * @returns the exit code if it was answered
 */
export async function readCommandLine<T extends Table>(
  program: Program<T>,
  args: readonly string[],
  io: CommandLineIo,
): Promise<CommandLine<T> | number> {
  const language = () => languageOf(args, io.env, program.table);
  try {
    const commandLine = parseCommandLine(program, args, io.env);
    const { help, version } = commandLine.options as { help?: boolean; version?: boolean };
    if (help) io.stdout.write((await import("./help.js")).helpOf(program, language(), io.stdout));
    else if (version) io.stdout.write(`${io.version} (Unicode ${unicodeVersion})\n`);
    return help || version ? 0 : commandLine;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return refuseUsage(program, error.message, language(), io);
  }
}

/** Tells a person what is wrong with the arguments, and returns the exit code. */
export function refuseUsage(
  { name, wording }: Program,
  problem: string,
  language: Language,
  io: Pick<CommandLineIo, "stderr" | "env">,
): number {
  tell(name, `${problem}\n${wording[language].seeHelp(name)}`, io);
  return EXIT_USAGE;
}
