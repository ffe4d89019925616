import type { TlsOptions } from "../options.js";
import { fileDescriptorLimit } from "../sockets/fd-limit.js";
import type { ListeningAddress } from "../sockets/listen.js";
import type { Admin } from "./admin.js";
import { clientCommand, quote } from "./client-command.js";
import { listenError, reasonOf, StartError } from "./errors.js";
import { createLog, hostAndPort, type Log, type LogStream, logConnections, logMessages } from "./log.js";
import type { OptionValues } from "./options.js";
import { type Service, SingleService } from "./service.js";
import { IGNORED, RELOADING, ROLLING } from "./signals.js";
import { notify, takeInheritedSocket } from "./systemd.js";
import { readTls, reloadTls } from "./tls.js";
import type { Wording } from "./wording.js";

/** What a server needs of the process that it runs in. */
export interface Surroundings {
  /** Takes the log. */
  readonly stdout: LogStream;
  /** Aborted when the server is to stop. */
  readonly shutdown: AbortSignal;
  /** Aborted when it is to end at once, whoever is served: the process ends in this same turn. */
  readonly abandonment: AbortSignal;
  /** Emits signals of the system by their names. */
  readonly signals: NodeJS.EventEmitter;
  /** The version of the program. */
  readonly version: string;
}

/**
 * Serves clients until `shutdown`, and then until they are gone.
 * @throws {StartError} if it cannot
 */
export async function serve(options: OptionValues, wording: Wording, io: Surroundings): Promise<void> {
  const { signals, shutdown } = io;
  const tls = await readTls(options);
  const fd = takeInheritedSocket();
  const log = await createLog(io.stdout, options.logLevel, wording.log);
  const ignore = (signal: string) =>
    signals.on(signal, () => log.warn({ event: "signal_ignored", signal }, wording.log.ignored(signal)));
  let service: Service;
  if (options.workers === 1) {
    service = serveAlone(options, tls, fd, log, wording);
    ignore(ROLLING);
  } else {
    const { Crew } = await import("./workers/crew.js");
    const crew = new Crew(options, tls, fd, log, wording);
    signals.on(ROLLING, () => void crew.roll());
    io.abandonment.addEventListener("abort", () => crew.kill());
    service = crew;
  }
  signals.on(RELOADING, () => void reloadTls(service, options, log, wording));
  for (const signal of IGNORED) ignore(signal);

  const admin =
    options.metricsPort === undefined ? undefined : await watch(service, options, log, wording, io);
  let address: ListeningAddress;
  try {
    address = await service.listen();
  } catch (error) {
    await admin?.close();
    throw listenError(error, options, fd);
  }
  logStart(service, address, options, log, io.stdout.isTTY === true, wording.log);
  notify("READY=1");
  await aborted(shutdown);
  notify("STOPPING=1");
  const { open } = (await service.measure()).total;
  const closed = service.close();
  if (open > 0) {
    const text = wording.log.draining(open, options.drainTimeout / 1000);
    log.info({ event: "draining", connections: open }, text);
  }
  await closed;
  await admin?.close();
  log.info({ event: "stopped" }, wording.log.stopped);
}

function serveAlone(
  options: OptionValues,
  tls: TlsOptions | undefined,
  fd: number | undefined,
  log: Log,
  wording: Wording,
): Service {
  const service = new SingleService(options, tls, fd);
  logConnections(service.server, log, wording.log);
  if (options.logMessages) logMessages(service.server, log, wording.log);
  return service;
}

/** Serves metrics. What that takes is loaded only then. */
async function watch(
  service: Service,
  { metricsHost, metricsPort = 0 }: OptionValues,
  log: Log,
  wording: Wording,
  { version }: Surroundings,
): Promise<Admin> {
  const { startAdmin } = await import("./admin.js");
  try {
    const admin = await startAdmin(
      service,
      version,
      { host: metricsHost, port: metricsPort },
      (maxConnections) =>
        log.warn({ event: "metrics_full", maxConnections }, wording.log.metricsFull(maxConnections)),
    );
    const { address: ip, port } = admin.address;
    const text = wording.log.metrics(`http://${hostAndPort(ip, port)}`);
    log.info({ event: "metrics_listening", address: ip, port }, text);
    return admin;
  } catch (error) {
    const reason = reasonOf(error);
    throw new StartError(
      (wording) => wording.cannotListenForMetrics(metricsHost, metricsPort, reason),
      error,
    );
  }
}

function logStart(
  { maxConnections }: Service,
  { address, family, port }: ListeningAddress,
  { workers, tlsCert }: OptionValues,
  log: Log,
  isTerminal: boolean,
  wording: Wording["log"],
): void {
  const isUnix = family === "unix";
  const name = isUnix ? address : hostAndPort(address, port);
  log.info({ event: "listening", address, family, port, maxConnections, workers }, wording.listening(name));
  const limit = fileDescriptorLimit();
  if (limit !== undefined && maxConnections > limit * workers) {
    log.warn(
      { event: "connections_beyond_descriptors", maxConnections, limit },
      wording.manyConnections(maxConnections, limit),
    );
  }
  if (!isTerminal) return;
  const [options, nc, openssl] = isUnix
    ? [`--socket ${quote(address)}`, `nc -U ${quote(address)}`, `-unix ${quote(address)}`]
    : [`--host ${address} --port ${port}`, `nc ${address} ${port}`, `-connect ${name}`];
  const client = `${clientCommand()} ${options}`;
  const text =
    tlsCert === undefined
      ? wording.tryIt(client, nc)
      : wording.tryIt(`${client} --tls-ca ${quote(tlsCert)}`, `openssl s_client -quiet ${openssl}`);
  log.info({ event: "try_it" }, text);
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
}
