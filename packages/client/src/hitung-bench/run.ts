import { parseArgs } from "node:util";
import { LANGUAGES, type Language } from "@hitung/protocol";
import { CommanderError } from "commander";
import { type BenchIo, bench } from "./bench.js";
import { type BenchOptions, createCommand, describeUsageError } from "./options.js";
import { MESSAGES } from "./wording.js";

/** What the command line needs of the world around it. */
export interface Io extends BenchIo {
  /** Where HITUNG_LANG may stand. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The version that `--version` shows. */
  readonly version: string;
}

const EXIT_USAGE = 2;

/**
 * Runs `hitung-bench` with the arguments that follow its name.
 * @returns the exit code: 0; 1 where an answer is wrong, a connection fails or a file cannot be read or written; 2 for
 * wrong usage; 130 where Ctrl-C ended it
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const language = languageOf(args, io.env.HITUNG_LANG);
  const command = createCommand(io.version, language).configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => {},
  });
  const refuse = (reason: string) => {
    io.stderr.write(`hitung-bench: ${reason}\n${MESSAGES[language].seeHelp}\n`);
    return EXIT_USAGE;
  };
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : refuse(describeUsageError(error, language));
  }
  const options = command.opts<BenchOptions>();
  if (options.mode === "text" && options.unit.length > 1) return refuse(MESSAGES[language].oneUnitInText);

  return await bench(options, io);
}

/** The language that the arguments or the environment ask for, also where the rest of them is wrong. */
function languageOf(args: readonly string[], variable: string | undefined): Language {
  const options = { lang: { type: "string", multiple: true } } as const;
  const { lang = [] } = parseArgs({ args: [...args], options, strict: false }).values;
  return [variable, ...lang].reduce<Language>(
    (last, value) => LANGUAGES.find((known) => known === value) ?? last,
    "id",
  );
}
