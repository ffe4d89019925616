import { readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { LANGUAGE_OPTION } from "../command-line/language.js";
import { type CommandLineIo, readCommandLine } from "../command-line/read.js";
import { type Program, STANDARD_OPTIONS } from "../command-line/table.js";
import { WORDING, type Wording } from "./wording.js";

/** The shells that complete a command line, what sets each up, and the file that it reads at its start. */
const SHELLS = {
  bash: { setUp: 'eval "$(hitung completion bash)"', file: "~/.bashrc" },
  zsh: { setUp: 'eval "$(hitung completion zsh)"', file: "~/.zshrc" },
  fish: { setUp: "hitung completion fish | source", file: "~/.config/fish/config.fish" },
} as const;

type Shell = keyof typeof SHELLS;

/** The command as it is typed. */
export const COMPLETION_COMMAND = `hitung completion ${Object.keys(SHELLS).join("|")}`;

const TABLE = { lang: LANGUAGE_OPTION, ...STANDARD_OPTIONS };

/**
 * The shell whose completion is asked for, if that is what the arguments mean: `completion` and a shell, before all else.
 * Behind `--`, or as one quoted word, they are a message.
 */
export function shellIn([command, shell = ""]: readonly string[]): Shell | undefined {
  return command === "completion" && Object.hasOwn(SHELLS, shell) ? (shell as Shell) : undefined;
}

/**
 * Prints the script that has a shell complete the command lines of `hitung`, `hitung-bench` and `hitung-check`.
 * @param args what follows the name of the shell
 * @returns the exit code
 */
export async function printCompletion(
  shell: Shell,
  args: readonly string[],
  io: CommandLineIo,
): Promise<number> {
  const commandLine = await readCommandLine(commandFor(shell), args, io);
  if (typeof commandLine === "number") return commandLine;
  // The build has made it from the tables of the options.
  const folder = join(dirname(realpathSync(io.program)), "completions");
  io.stdout.write(readFileSync(join(folder, `${commandLine.options.lang}.${shell}`), "utf8"));
  return 0;
}

/** `hitung completion SHELL`, as its command line is parsed. */
function commandFor(shell: Shell): Program<typeof TABLE> {
  const { setUp, file } = SHELLS[shell];
  const wordingIn = ({ words: _, conflicts: __, ...wording }: Wording) => ({
    ...wording,
    ...wording.completion(shell, setUp, file),
  });
  return {
    name: `hitung completion ${shell}`,
    table: TABLE,
    wording: { id: wordingIn(WORDING.id), en: wordingIn(WORDING.en) },
  };
}
