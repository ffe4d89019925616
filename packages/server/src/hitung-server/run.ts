import { readFileSync } from "node:fs";
import { unicodeVersion } from "@hitung/protocol";
import { createCommand, logLevelIn, parse } from "./command-line.js";
import { reasonOf, StartError, UsageError } from "./errors.js";
import type { Surroundings } from "./serve.js";
import { WORDING, type Wording } from "./wording.js";

/** What the program needs of the process that it runs in. */
export interface Io extends Surroundings {
  readonly stderr: { write(text: string): unknown };
}

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/** The width of lines, in columns, for a stream that is no terminal. */
const DEFAULT_COLUMNS = 80;

/**
 * Runs `hitung-server` with the arguments that follow its name, until `io.shutdown`.
 * @returns the exit code: 0; 1 if it cannot start, or print what was asked for; 2 for wrong usage
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const { language, task, readShell, readOptions } = parse(args);
  const wording = WORDING[language];
  try {
    if (task === "show version") await print(`${io.version} (Unicode ${unicodeVersion})\n`, io);
    else if (task === "show help") {
      const { helpText } = await import("./help.js");
      await print(helpText(createCommand(), wording, io.stdout.columns ?? DEFAULT_COLUMNS), io);
    } else if (task === "show completion") {
      // The build has made it from the table of the options.
      const file = new URL(`../../dist/completions/${language}.${readShell()}`, import.meta.url);
      await print(readFileSync(file, "utf8"), io);
    } else {
      const options = readOptions();
      const { serve } = await import("./serve.js");
      await serve(options, wording, io);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const reason = error.tell(wording);
    const isUsage = error instanceof UsageError;
    if (task === "serve" && io.stdout.isTTY !== true) await logFailure(error, args, wording, io);
    io.stderr.write(`hitung-server: ${reason}\n${isUsage ? `${wording.seeHelp}\n` : ""}`);
    return isUsage ? EXIT_USAGE : EXIT_FAILURE;
  }
}

/** Where the log is for programs, they find there why the server does not start. */
async function logFailure(
  error: StartError,
  args: readonly string[],
  wording: Wording,
  io: Io,
): Promise<void> {
  const { createLog } = await import("./log.js");
  const log = await createLog(io.stdout, logLevelIn(args), wording.log);
  const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
  const exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILURE;
  log.fatal({ event: "start_failed", code, exitCode }, error.tell(wording));
}

/**
 * Prints, and settles when it is out or the program is told to end. A reader that is gone, such as `head`, wanted no more.
 * @throws {StartError} if it cannot
 */
async function print(text: string, { stdout, shutdown }: Io): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    shutdown.addEventListener("abort", () => resolve(), { once: true });
    stdout.write(text, (error?: NodeJS.ErrnoException | null) => {
      if (!error || error.code === "EPIPE") resolve();
      else reject(new StartError((wording) => wording.unwritable(reasonOf(error)), error));
    });
  });
}
