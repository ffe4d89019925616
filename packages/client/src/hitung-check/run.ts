import { type CommandLineIo, readCommandLine, refuseUsage } from "../command-line/read.js";
import { HITUNG_CHECK } from "./options.js";
import { WORDING } from "./wording.js";

/**
 * Runs `hitung-check` with the arguments that follow its name.
 * @param interrupt aborted by Ctrl-C
 * @returns the exit code: 0 if all musts hold; 1 if not, or if there is nothing to check or a file cannot be written; 2 for
 * wrong usage; 130 if Ctrl-C ended it
 */
export async function run(
  args: readonly string[],
  io: CommandLineIo,
  interrupt: AbortSignal,
): Promise<number> {
  const commandLine = await readCommandLine(HITUNG_CHECK, args, io);
  if (typeof commandLine === "number") return commandLine;
  const { options, words } = commandLine;
  const wording = WORDING[options.lang];
  const refuse = (problem: string) => refuseUsage(HITUNG_CHECK, problem, options.lang, io);
  const { checkFolder, checkProgram, list } = await import("./tasks.js");
  if (options.list) return list(options, io);
  const [task, ...rest] = words;
  const forFolder = options.serverCommand ?? options.clientCommand;
  if (task !== "folder" && forFolder !== undefined) {
    const name = options.serverCommand === undefined ? "--client-command" : "--server-command";
    return refuse(`${name}: ${wording.notForCommand}`);
  }
  switch (task) {
    case undefined:
      return refuse(wording.noTask);
    case "server":
      return await checkProgram("server", rest, options, io, interrupt);
    case "client":
      return rest.length === 0
        ? refuse(wording.noCommand)
        : await checkProgram("client", rest, options, io, interrupt);
    case "folder":
      return rest.length === 1
        ? await checkFolder(rest[0] as string, options, io, interrupt)
        : refuse(wording.oneFolder);
    default:
      return refuse(wording.unknownTask(task));
  }
}
