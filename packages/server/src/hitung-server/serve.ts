import type { Logger } from "pino";
import { createServer, type Server } from "../server.js";
import { fileDescriptorLimit } from "../sockets/fd-limit.js";
import type { Admin } from "./admin.js";
import { clientCommand } from "./client-command.js";
import { listenError, reasonOf, StartError } from "./errors.js";
import { createLog, hostAndPort, type LogStream, logConnections, logMessages } from "./log.js";
import type { OptionValues } from "./options.js";
import { ReplyTimes } from "./reply-times.js";
import { IGNORED, RELOADING } from "./signals.js";
import { readTls, reloadTls } from "./tls.js";
import type { Wording } from "./wording.js";

/** What a server needs of the process that it runs in. */
export interface Surroundings {
  /** Takes the log. */
  readonly stdout: LogStream;
  /** Aborted when the server is to stop. */
  readonly shutdown: AbortSignal;
  /** Emits signals of the system by their names. */
  readonly signals: NodeJS.EventEmitter;
}

/**
 * Serves clients until `shutdown`, and then until they are gone.
 * @throws {StartError} if it cannot
 */
export async function serve(options: OptionValues, wording: Wording, io: Surroundings): Promise<void> {
  const tls = await readTls(options);
  const replyTimes = options.metricsPort === undefined ? undefined : new ReplyTimes();
  const server = createServer({
    host: options.host,
    port: options.port,
    path: options.socket,
    tls,
    language: options.lang,
    unit: options.unit,
    idleTimeout: options.idleTimeout,
    drainTimeout: options.drainTimeout,
    maxMessageSize: options.maxMessage,
    maxConnections: options.maxConnections,
    onReplies: replyTimes && ((seconds, replies) => replyTimes.add(seconds, replies)),
  });
  const log = await createLog(io.stdout, options.logLevel, wording.log);
  logConnections(server, log, wording.log);
  if (options.logMessages) logMessages(server, log, wording.log);
  io.signals.on(RELOADING, () => void reloadTls(server, options, log, wording));
  for (const signal of IGNORED)
    io.signals.on(signal, () => log.warn({ signal }, wording.log.ignored(signal)));

  const admin = replyTimes && (await watch(server, replyTimes, options, log, wording));
  try {
    await server.listen();
  } catch (error) {
    await admin?.close();
    throw listenError(error, options);
  }
  logStart(server, log, io.stdout.isTTY === true, wording.log);
  await aborted(io.shutdown);
  const { open } = server.statistics;
  const closed = server.close();
  if (open > 0) log.info({ connections: open }, wording.log.draining(open, options.drainTimeout / 1000));
  await closed;
  await admin?.close();
  log.info(wording.log.stopped);
}

/** Serves metrics. What that takes is loaded only then. */
async function watch(
  server: Server,
  replyTimes: ReplyTimes,
  { metricsHost, metricsPort = 0 }: OptionValues,
  log: Logger,
  wording: Wording,
): Promise<Admin> {
  const { startAdmin } = await import("./admin.js");
  try {
    const address = { host: metricsHost, port: metricsPort };
    const admin = await startAdmin(server, replyTimes, address, (maxConnections) =>
      log.warn({ maxConnections }, wording.log.metricsFull(maxConnections)),
    );
    const { address: ip, port } = admin.address;
    log.info({ address: ip, port }, wording.log.metrics(`http://${hostAndPort(ip, port)}`));
    return admin;
  } catch (error) {
    const reason = reasonOf(error);
    throw new StartError(
      (wording) => wording.cannotListenForMetrics(metricsHost, metricsPort, reason),
      error,
    );
  }
}

function logStart(server: Server, log: Logger, isTerminal: boolean, wording: Wording["log"]): void {
  const { address, family, port } = server.address;
  const { maxConnections } = server;
  const isUnix = family === "unix";
  const name = isUnix ? address : hostAndPort(address, port);
  log.info({ address, family, port, maxConnections }, wording.listening(name));
  const limit = fileDescriptorLimit();
  if (limit !== undefined && maxConnections > limit) {
    log.warn({ maxConnections, limit }, wording.manyConnections(maxConnections, limit));
  }
  if (!isTerminal) return;
  const [options, nc] = isUnix
    ? [` --socket ${address}`, `nc -U ${address}`]
    : [` --host ${address} --port ${port}`, `nc ${address} ${port}`];
  log.info(wording.tryIt(clientCommand() + options, nc));
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
