import { createReadStream, fstatSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "./exit-codes.js";
import { languageOf } from "./parse.js";
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
  env: process.env,
  version: packageJson.version,
  program: process.argv[1] as string,
};

/** Runs a program in this process, from the arguments to the exit code. */
export async function runProcess(
  { name, table, wording }: Program,
  run: (args: readonly string[]) => Promise<number>,
): Promise<void> {
  const args = process.argv.slice(2);
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Who reads our output may close it before its end, as `head` does.
    if (error.code === "EPIPE") process.exit();
    const { unwritable } = wording[languageOf(args, process.env, table)];
    tell(name, unwritable(error.code ?? error.message), processIo);
    process.exit(EXIT_FAILURE);
  });
  const exitCode = await run(args);
  // After Ctrl-C nothing is waited for, such as a server that does not answer.
  if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
  process.exitCode = exitCode;
}
