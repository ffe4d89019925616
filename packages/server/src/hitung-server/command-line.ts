import { env } from "node:process";
import type { Language } from "@hitung/protocol";
import { Command, CommanderError, Option } from "commander";
import { DEFAULTS } from "../options.js";
import { UsageError } from "./errors.js";
import { nearestTo } from "./nearest.js";
import { OPTIONS, type OptionSpec, type OptionValues } from "./options.js";

/** What the arguments and the environment ask for. */
export interface CommandLine {
  /** The language in which to answer, also if the rest is wrong. */
  readonly language: Language;
  readonly task: "serve" | "show help" | "show version" | "show completion";
  /**
   * Reads the shell whose completion is to be shown.
   * @throws {UsageError} if there is no such shell, or something else is wrong
   */
  readShell(): Shell;
  /**
   * Reads the values of the options.
   * @throws {UsageError} if something is wrong with the arguments or the variables
   */
  readOptions(): OptionValues;
}

/** The shells that can be taught to complete a command line. */
const SHELLS = ["bash", "zsh", "fish"] as const;

type Shell = (typeof SHELLS)[number];

/** The texts that arguments give to options, by the names of the options. */
type Given = Readonly<Record<string, string | undefined>>;

/** The command `hitung-server`, which only splits arguments: it neither reads values nor knows variables. */
export function createCommand(): Command {
  const command = new Command("hitung-server")
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {} });
  for (const { flags } of Object.values<OptionSpec<unknown>>(OPTIONS)) {
    command.addOption(new Option(flags).preset("on"));
  }
  return command.option("-V, --version").option("-h, --help");
}

/** Reads the arguments that follow the name of the program. What they do not tell, the environment tells. */
export function parse(args: readonly string[]): CommandLine {
  const command = createCommand();
  const { operands, error } = splitArguments(command, args);
  const isCompletion = operands[0] === "completion";
  const given = command.opts<Given>();
  const languages = [given.lang, env[OPTIONS.lang.variable]].map((text = "") => OPTIONS.lang.kind.read(text));
  return {
    language: languages.find((language) => language !== undefined) ?? DEFAULTS.language,
    task: given.help
      ? "show help"
      : given.version
        ? "show version"
        : isCompletion
          ? "show completion"
          : "serve",
    readShell() {
      if (error !== undefined) throw error;
      const shell = SHELLS.find((each) => each === operands[1]);
      const isMore = operands.length > 2 || Object.keys(given).some((name) => name !== "lang");
      if (shell !== undefined && !isMore) return shell;
      throw new UsageError((wording) => wording.completionUsage(SHELLS.join(", ")));
    },
    readOptions() {
      if (error !== undefined) throw error;
      if (operands.length > 0) throw new UsageError((wording) => wording.excessArguments);
      return readValues(given);
    },
  };
}

/** The level of the log that is asked for, also if the rest is wrong. */
export function logLevelIn(args: readonly string[]): OptionValues["logLevel"] {
  const command = createCommand();
  splitArguments(command, args);
  const { logLevel } = OPTIONS;
  const texts = [command.opts<Given>().logLevel, env[logLevel.variable]];
  return (
    texts.map((text = "") => logLevel.kind.read(text)).find((level) => level !== undefined) ??
    logLevel.default
  );
}

/** Has the command keep the texts of its options, and returns the other arguments, or what is wrong. */
function splitArguments(
  command: Command,
  args: readonly string[],
): { operands: readonly string[]; error?: UsageError } {
  try {
    const { operands, unknown } = command.parseOptions([...args]);
    const [option] = unknown[0]?.split("=") ?? [];
    if (option !== undefined) {
      const known = command.options.map((option) => option.name());
      const nearest = nearestTo(option.replace(/^-+/, ""), known);
      const error = new UsageError((wording) => wording.unknownOption(option, nearest && `--${nearest}`));
      return { operands, error };
    }
    return { operands };
  } catch (error) {
    if (!(error instanceof CommanderError && error.code === "commander.optionMissingArgument")) throw error;
    // Only the last argument can lack its value.
    const option = command.options.find(({ long }) => long === args.at(-1));
    const missing = new UsageError((wording) => wording.missingValue(String(option?.flags)));
    return { operands: [], error: missing };
  }
}

function readValues(given: Given): OptionValues {
  const entries = Object.entries<OptionSpec<unknown>>(OPTIONS);
  const values = Object.fromEntries(entries.map(([name, spec]) => [name, readValue(spec, given[name])]));
  const options = values as OptionValues;
  if ((options.tlsCert === undefined) !== (options.tlsKey === undefined)) {
    throw new UsageError((wording) => wording.halfTls);
  }
  if (given.socketMode !== undefined && options.socket === undefined) {
    throw new UsageError((wording) => wording.modeWithoutSocket);
  }
  // Arguments that give a host or a port mean it, whatever HITUNG_SOCKET says.
  if (given.host === undefined && given.port === undefined) return options;
  if (given.socket !== undefined) throw new UsageError((wording) => wording.socketOrPort);
  return { ...options, socket: undefined };
}

/** Reads the value of one option: its argument, its variable, or its default. An empty variable is none. */
function readValue<T>(
  { flags, variable, kind, default: defaultValue }: OptionSpec<T>,
  given: string | undefined,
) {
  const text = given ?? (env[variable] || undefined);
  if (text === undefined) return defaultValue;
  const value = kind.read(text);
  if (value !== undefined) return value;
  const option = given === undefined ? `${flags} (${variable})` : flags;
  throw new UsageError((wording) => wording.invalidValue(option, text, kind.allowed(wording)));
}
