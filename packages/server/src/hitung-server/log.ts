import { ErrorCode, printable } from "@hitung/protocol";
import { type Logger, pino } from "pino";
import type { DisconnectEvent, MessageEvent, PeerEvent } from "../events.js";
import type { Server } from "../server.js";
import { type LineOutput, LossyLines } from "./lossy-lines.js";
import type { Wording } from "./wording.js";

/** The stream that a log goes to. It is a TTY if a person looks on, and then has so many columns. */
export interface LogStream extends LineOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Errors of the network that every server sees: the client is gone. */
const ORDINARY = new Set(["ECONNRESET", "EPIPE", "ETIMEDOUT"]);

/**
 * A log that is readable on a terminal, and a JSON object a line elsewhere. It never waits for its reader: lines that do
 * not get out are dropped, and their number is told at any level.
 */
export async function createLog(stream: LogStream, level: string, wording: Wording["log"]): Promise<Logger> {
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
    notes.warn({ dropped }, wording.dropped(dropped));
    return note;
  });
  return pino({ level }, { write: (line: string) => lines.write(format(line)) });
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

/** Logs which clients are refused, and how connections end. */
export function logConnections(server: Server, log: Logger, wording: Wording["log"]): void {
  server.on("refuse", (peer) => {
    log.warn(fieldsOf(peer), wording.refused(nameOf(peer, wording), server.maxConnections));
  });
  server.on("disconnect", (event) => {
    const { mode, duration, messages: answered, bytesRead, errorCode, systemError } = event;
    const fields = {
      ...fieldsOf(event),
      mode,
      durationMs: Math.round(duration),
      messages: answered,
      bytesRead,
    };
    const name = nameOf(event, wording);
    const reason = reasonOf(event, wording);
    if (reason === undefined) log.debug(fields, wording.disconnected(name, answered));
    else {
      // A client that is gone while it was told that the server shuts down is as ordinary as any other.
      const isOrdinary =
        errorCode === ErrorCode.IDLE ||
        (errorCode !== ErrorCode.BAD_FRAME && ORDINARY.has(systemError ?? ""));
      const text = wording.broken(name, answered, reason);
      log[isOrdinary ? "debug" : "warn"]({ ...fields, errorCode, systemError }, text);
    }
  });
}

/** Logs each message that is answered. */
export function logMessages(server: Server, log: Logger, wording: Wording["log"]): void {
  server.on("message", (message) => {
    const { outcome } = message;
    const text = printable(message.preview) + (message.isCut ? " …" : "");
    const answer = outcome.kind === "counted" ? outcome.counts.join(" ") : wording.error(outcome.code);
    log.info(
      { ...fieldsOf(message), text, ...answerOf(message) },
      `${wording.request} ${nameOf(message, wording)} : ${text} · ${wording.answer} : ${answer}`,
    );
  });
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
