import { UNITS } from "@hitung/protocol";
import { type CommandLineIo, readCommandLine, refuseUsage } from "../command-line/read.js";
import { HITUNG_BENCH } from "./options.js";
import { WORDING } from "./wording.js";

/**
 * Runs `hitung-bench` with the arguments that follow its name.
 * @param interrupt aborted by Ctrl-C
 * @returns the exit code: 0; 1 if an answer is wrong, a connection fails or a file cannot be written; 2 for wrong usage;
 * 130 if Ctrl-C ended it
 */
export async function run(
  args: readonly string[],
  io: CommandLineIo,
  interrupt: AbortSignal,
): Promise<number> {
  const commandLine = await readCommandLine(HITUNG_BENCH, args, io);
  if (typeof commandLine === "number") return commandLine;
  const { options } = commandLine;
  const unit = UNITS.filter((each) => options.unit.includes(each));
  if (options.mode === "text" && unit.length > 1) {
    return refuseUsage(HITUNG_BENCH, WORDING[options.lang].oneUnitInText, options.lang, io);
  }
  // What follows loads libraries, which `--help` need not wait for.
  const { bench } = await import("./bench.js");
  return await bench({ ...options, unit }, io, interrupt);
}
