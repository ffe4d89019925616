import { CommanderError } from "commander";
import { describeMessage } from "./log.js";
import { MESSAGES } from "./messages.js";
import { type CommandLineOptions, createCommand, describeUsageError, languageOf } from "./options.js";
import { createServer } from "./server.js";

/** What the command line needs of the world around it. */
export interface Io {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  /** Aborted when the server is to stop. */
  readonly shutdown: AbortSignal;
  /** The version that `--version` shows. */
  readonly version: string;
}

/**
 * Runs `hitung-server` with the arguments that follow its name, until `io.shutdown`.
 * @returns the exit code: 0; 1 where it cannot listen; 2 for wrong usage
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const language = languageOf(args);
  const messages = MESSAGES[language];
  const command = createCommand(io.version, language).configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => {},
  });
  try {
    command.parse(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    io.stderr.write(`hitung-server: ${describeUsageError(error, language)}\n${messages.seeHelp}\n`);
    return 2;
  }

  const { host, port, unit, logMessages } = command.opts<CommandLineOptions>();
  const server = createServer({ host, port, language, unit });
  if (logMessages)
    server.on("message", (message) => io.stdout.write(`${describeMessage(message, language)}\n`));
  try {
    const { address, family, port: listeningPort } = await server.listen();
    const shown = family === "IPv6" ? `[${address}]` : address;
    io.stdout.write(`${messages.listening(`${shown}:${listeningPort}`, address, listeningPort)}\n`);
  } catch (error) {
    io.stderr.write(`${describeListenError(error as NodeJS.ErrnoException, host, port, messages)}\n`);
    return 1;
  }
  await aborted(io.shutdown);
  await server.close();
  io.stdout.write(`${messages.stopped}\n`);
  return 0;
}

function describeListenError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  messages: (typeof MESSAGES)["id"],
): string {
  switch (error.code) {
    case "EADDRINUSE":
      return messages.portInUse(port, host);
    case "EACCES":
      return messages.portForbidden(port);
    case "ENOTFOUND":
    case "EADDRNOTAVAIL":
    case "EAI_AGAIN":
      return messages.unknownHost(host, error.code);
    default:
      return messages.cannotListen(host, port, error.message);
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
