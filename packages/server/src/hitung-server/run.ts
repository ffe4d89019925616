import { env } from "node:process";
import { CommanderError } from "commander";
import type { Logger } from "pino";
import type { TlsOptions } from "../options.js";
import { createServer, type Server } from "../server.js";
import { fileDescriptorLimit } from "../sockets/fd-limit.js";
import { describeListenError, reasonOf } from "./listen-errors.js";
import { createLog, hostAndPort, type LogStream, logConnections, logMessages } from "./log.js";
import {
  type CommandLineOptions,
  createCommand,
  describeUsageError,
  languageOf,
  optionsOf,
} from "./options.js";
import { ReplyTimes } from "./reply-times.js";
import { readTlsFiles } from "./tls-files.js";
import { MESSAGES, type Messages } from "./wording.js";

/** What the command line needs of the world around it. */
export interface Io {
  readonly stdout: LogStream;
  readonly stderr: { write(text: string): unknown };
  /** Aborted when the server is to stop. */
  readonly shutdown: AbortSignal;
  /** Has `reload` called whenever files are to be read again. */
  onReload(reload: () => void): void;
  /** The version that `--version` shows. */
  readonly version: string;
}

const EXIT_FAILURE = 1;
const EXIT_USAGE = 2;

/**
 * Runs `hitung-server` with the arguments that follow its name, until `io.shutdown`.
 * @returns the exit code: 0; 1 where it cannot start; 2 for wrong usage
 */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const language = languageOf(args, env.HITUNG_LANG);
  const messages = MESSAGES[language];
  const command = createCommand(io.version, language).configureOutput({
    writeOut: (text) => io.stdout.write(text),
    writeErr: () => {},
  });
  const refuse = (exitCode: number, reason: string) => {
    io.stderr.write(
      exitCode === EXIT_USAGE ? `hitung-server: ${reason}\n${messages.seeHelp}\n` : `${reason}\n`,
    );
    return exitCode;
  };
  let options: CommandLineOptions;
  try {
    options = optionsOf(command.parse(args, { from: "user" }));
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? 0 : refuse(EXIT_USAGE, describeUsageError(error, language));
  }
  const { tlsCert, tlsKey } = options;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) return refuse(EXIT_USAGE, messages.halfTls);
  const readTls = async () =>
    tlsCert !== undefined && tlsKey !== undefined ? await readTlsFiles(tlsCert, tlsKey) : undefined;
  const describeTlsError = (error: unknown) =>
    messages.unreadableTls(String(tlsCert), String(tlsKey), reasonOf(error));

  let tls: TlsOptions | undefined;
  try {
    tls = await readTls();
  } catch (error) {
    return refuse(EXIT_FAILURE, describeTlsError(error));
  }
  const replyTimes = options.metricsPort === undefined ? undefined : new ReplyTimes();
  const server = createServer({
    host: options.host,
    port: options.port,
    path: options.socket,
    tls,
    language,
    unit: options.unit,
    idleTimeout: options.idleTimeout,
    drainTimeout: options.drainTimeout,
    maxMessageSize: options.maxMessage,
    ...(options.maxConnections === undefined ? {} : { maxConnections: options.maxConnections }),
    onReplies: replyTimes && ((seconds, replies) => replyTimes.add(seconds, replies)),
  });
  const log = await createLog(io.stdout, options.logLevel);
  logConnections(server, log, messages.log);
  if (options.logMessages) logMessages(server, log, messages.log);
  if (tls !== undefined) {
    io.onReload(async () => {
      try {
        server.setTls((await readTls()) as TlsOptions);
        log.info(messages.log.tlsReloaded);
      } catch (error) {
        log.error({ err: error }, `${describeTlsError(error)} ${messages.log.tlsNotReloaded}`);
      }
    });
  }

  let closeAdmin = async () => {};
  try {
    if (replyTimes !== undefined) closeAdmin = await watch(server, replyTimes, options, log, messages);
    await server.listen();
  } catch (error) {
    await closeAdmin();
    return refuse(EXIT_FAILURE, describeListenError(error as NodeJS.ErrnoException, options, messages));
  }
  logStart(server, log, io.stdout.isTTY === true, messages.log);
  await aborted(io.shutdown);
  const { open } = server.statistics;
  const closed = server.close();
  if (open > 0) log.info({ connections: open }, messages.log.draining(open, options.drainTimeout / 1000));
  await closed;
  await closeAdmin();
  log.info(messages.log.stopped);
  return 0;
}

/** Serves metrics, and gives what ends it. What it takes is loaded only then. */
async function watch(
  server: Server,
  replyTimes: ReplyTimes,
  { metricsHost, metricsPort = 0 }: CommandLineOptions,
  log: Logger,
  messages: Messages,
): Promise<() => Promise<void>> {
  const { startAdmin } = await import("./admin.js");
  try {
    const admin = await startAdmin(server, replyTimes, { host: metricsHost, port: metricsPort });
    const { address, port } = admin.address;
    log.info({ address, port }, messages.log.metrics(`http://${hostAndPort(address, port)}`));
    return () => admin.close();
  } catch (error) {
    throw new Error(messages.cannotListenForMetrics(metricsHost, metricsPort, reasonOf(error)));
  }
}

function logStart(server: Server, log: Logger, isTerminal: boolean, messages: Messages["log"]): void {
  const { address, family, port } = server.address;
  const { maxConnections } = server;
  const isUnix = family === "unix";
  const name = isUnix ? address : hostAndPort(address, port);
  log.info({ address, family, port, maxConnections }, messages.listening(name));
  const limit = fileDescriptorLimit();
  if (limit !== undefined && maxConnections > limit) {
    log.warn({ maxConnections, limit }, messages.manyConnections(maxConnections, limit));
  }
  if (!isTerminal) return;
  const [options, nc] = isUnix
    ? [` --socket ${address}`, `nc -U ${address}`]
    : [` --host ${address} --port ${port}`, `nc ${address} ${port}`];
  log.info(messages.tryIt(options, nc));
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
