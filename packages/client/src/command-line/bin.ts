import { createReadStream, fstatSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { readArguments } from "./argument-bytes.js";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "./exit-codes.js";
import { languageOf } from "./parse.js";
import { refuseUsage } from "./read.js";
import type { Program } from "./table.js";
import { tell } from "./terminal.js";

/** The process, as a program needs it. */
export const processIo = {
  // Node opens each of these streams at its first use, which takes longer than one question.
  get stdin() {
    // Node reads a directory as empty input; a stream of ours says what is wrong with it.
    return fstatSync(0).isDirectory() ? createReadStream("", { fd: 0 }) : process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    const { stderr } = process;
    // Who reads our errors may close them; the answers are printed all the same.
    if (stderr.listenerCount("error") === 0) stderr.on("error", () => {});
    return stderr;
  },
  /** A message has no answer, which the exit code tells whenever the program ends. */
  failed(): void {
    process.exitCode = EXIT_FAILURE;
  },
  env: process.env,
  version: packageJson.version,
  program: process.argv[1] as string,
};

/** Runs a program in this process, from the arguments to the exit code. */
export async function runProcess(
  program: Program,
  run: (args: readonly string[]) => Promise<number>,
): Promise<void> {
  const { name, table, wording } = program;
  const decoded = process.argv.slice(2);
  const args = readArguments(decoded);
  const language = () => languageOf(args ?? decoded, process.env, table);
  if (args === undefined) {
    process.exitCode = refuseUsage(program, wording[language()].lostBytes, language(), processIo);
    return;
  }
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Who reads our output may close it before its end, as `head` does. What failed until then is in the exit code.
    if (error.code === "EPIPE") process.exit();
    tell(name, wording[language()].unwritable(error.code ?? error.message), processIo);
    process.exit(EXIT_FAILURE);
  });
  const exitCode = await run(args);
  // After Ctrl-C nothing is waited for, such as a server that does not answer.
  if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
  process.exitCode = exitCode;
}
