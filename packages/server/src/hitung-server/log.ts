import { ErrorCode, printable } from "@hitung/protocol";
import { pino } from "pino";
import type { DisconnectEvent, MessageEvent, PeerEvent } from "../events.js";
import type { Server } from "../server.js";
import { type LineOutput, LossyLines } from "./lossy-lines.js";
import type { Wording } from "./wording.js";

/** The stream that a log goes to. It is a TTY if a person looks on, and then has so many columns. */
export interface LogStream extends LineOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/**
 * What a line of the log tells of, in its field `event`: the same in all languages and versions, for programs. Docs:
 * docs/operations.md.
 */
type LogEvent =
  | "listening"
  | "try_it"
  | "metrics_listening"
  | "metrics_full"
  | "connections_beyond_descriptors"
  | "start_failed"
  | "refused"
  | "rejected"
  | "disconnected"
  | "broken"
  | "message"
  | "tls_reloaded"
  | "tls_not_reloaded"
  | "nothing_to_reload"
  | "signal_ignored"
  | "worker_listening"
  | "worker_failed"
  | "worker_died"
  | "rolling"
  | "rolled"
  | "not_rolled"
  | "draining"
  | "stopped"
  | "lines_dropped";

/** The fields of a line of the log. */
type LogFields = { readonly event: LogEvent } & Readonly<Record<string, unknown>>;

/** Writes lines of the log at each level: what happened, and what a person reads of it. */
export type Log = Readonly<Record<LogLevel, (fields: LogFields, text: string) => void>> & {
  /** Whether lines at this level are written. */
  isLevelEnabled(level: LogLevel): boolean;
};

type LogLevel = "fatal" | "error" | "warn" | "info" | "debug";

/** What happens to many clients is told once in so many milliseconds: the first time, and then how many more there were. */
const THROTTLE_MS = 1000;

/** Errors of the network that every server sees: the client is gone. */
const ORDINARY = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/**
 * A log that is readable on a terminal, and a JSON object a line elsewhere. It never waits for its reader: lines that do
 * not get out are dropped, and their number is told at any level.
 */
export async function createLog(stream: LogStream, level: string, wording: Wording["log"]): Promise<Log> {
  const format = stream.isTTY ? await readable() : (line: string) => line;
  let note = "";
  const notes = pino(
    {
      level: "warn",
    },
    {
      write: (line: string) => {
        note = format(line);
      },
    },
  );
  const lines = new LossyLines(stream, (dropped) => {
    notes.warn({ event: "lines_dropped", dropped } satisfies LogFields, wording.dropped(dropped));
    return note;
  });
  const log: Log = pino({ level }, { write: (line: string) => lines.write(format(line)) });
  return log;
}

/** Returns what makes a line that a person reads out of a line of JSON. */
async function readable(): Promise<(line: string) => string> {
  const { prettyFactory } = await import("pino-pretty");
  return prettyFactory({
    translateTime: "SYS:HH:MM:ss.l",
    ignore: "pid,hostname",
    // The message says it all; the fields are for programs.
    hideObject: true,
  });
}

/**
 * Logs which clients are refused, and how connections end.
 * @param maxConnections the limit of clients, of all processes together
 */
export function logConnections(
  server: Server,
  log: Log,
  wording: Wording["log"],
  maxConnections = server.maxConnections,
): void {
  const refused = new Throttle((more) =>
    log.warn({ event: "refused", refused: more, maxConnections }, wording.refusedMore(more, maxConnections)),
  );
  server.on("refuse", (peer) => {
    if (refused.isOver()) return;
    const fields = { ...fieldsOf(peer), refused: 1, maxConnections };
    log.warn({ event: "refused", ...fields }, wording.refused(nameOf(peer, wording), maxConnections));
  });
  const rejected = new Throttle((more) =>
    log.warn({ event: "rejected", rejected: more }, wording.rejectedMore(more)),
  );
  server.on("reject", (event) => {
    if (rejected.isOver()) return;
    const { reason, detail } = event;
    const fields = { ...fieldsOf(event), rejected: 1, reason, detail };
    log.warn({ event: "rejected", ...fields }, wording.rejected(nameOf(event, wording), detail));
  });
  // Nobody reads of the others.
  const event = log.isLevelEnabled("debug") ? "disconnect" : "fault";
  server.on(event, (event) => logDisconnect(event, log, wording));
}

function logDisconnect(event: DisconnectEvent, log: Log, wording: Wording["log"]): void {
  const { mode, duration, messages: answered, bytesRead, errorCode, systemError } = event;
  // A client that is gone while it was told that the server shuts down is as ordinary as any other.
  const isOrdinary =
    errorCode === ErrorCode.IDLE || (errorCode !== ErrorCode.BAD_FRAME && ORDINARY.has(systemError ?? ""));
  const level = isOrdinary ? "debug" : "warn";
  const reason = reasonOf(event, wording);
  if (reason !== undefined && !log.isLevelEnabled(level)) return;
  const fields = {
    ...fieldsOf(event),
    mode,
    durationMs: Math.round(duration),
    messages: answered,
    bytesRead,
  };
  const name = nameOf(event, wording);
  if (reason === undefined) {
    log.debug({ event: "disconnected", ...fields }, wording.disconnected(name, answered));
  } else {
    const text = wording.broken(name, answered, reason);
    log[level]({ event: "broken", ...fields, errorCode, systemError }, text);
  }
}

/** Logs each message that is answered. */
export function logMessages(server: Server, log: Log, wording: Wording["log"]): void {
  server.on("message", (message) => {
    const { outcome } = message;
    const text = printable(message.preview) + (message.isCut ? " …" : "");
    const answer = outcome.kind === "counted" ? outcome.counts.join(" ") : wording.error(outcome.code);
    log.info(
      { event: "message", ...fieldsOf(message), text, ...answerOf(message) },
      `${wording.request} ${nameOf(message, wording)} : ${text} · ${wording.answer} : ${answer}`,
    );
  });
}

/** Counts what happens soon after the last time, and tells how often. */
class Throttle {
  readonly #tell: (more: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #more = 0;

  /** @param tell is called with how often it happened besides */
  constructor(tell: (more: number) => void) {
    this.#tell = tell;
  }

  /** It happens. Returns whether it was told of too short a while ago to be told by itself. */
  isOver(): boolean {
    if (this.#timer !== undefined) {
      this.#more++;
      return true;
    }
    this.#wait();
    return false;
  }

  #wait(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#more === 0) return;
      this.#tell(this.#more);
      this.#more = 0;
      this.#wait();
    }, THROTTLE_MS).unref();
  }
}

function reasonOf({ errorCode, systemError }: DisconnectEvent, wording: Wording["log"]): string | undefined {
  const wasFault = errorCode === ErrorCode.BAD_FRAME || errorCode === ErrorCode.IDLE;
  return wasFault ? wording.error(errorCode) : systemError;
}

function answerOf({ outcome }: MessageEvent): object {
  return outcome.kind === "counted"
    ? { counts: outcome.counts }
    : { errorCode: outcome.code, explanation: outcome.explanation };
}

function fieldsOf({ remoteAddress, remotePort }: PeerEvent): object {
  return { remoteAddress, remotePort };
}

function nameOf({ remoteAddress, remotePort }: PeerEvent, { unixSocket }: Wording["log"]): string {
  return remoteAddress === undefined ? unixSocket : hostAndPort(remoteAddress, remotePort);
}

/** An address as it stands in a URL. */
export function hostAndPort(address: string, port: number | undefined): string {
  return `${address.includes(":") ? `[${address}]` : address}:${port}`;
}
