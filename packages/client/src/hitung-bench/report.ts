import { describeAbsence, type Installation, shownHosts } from "../command-line/server-command.js";
import { shownName } from "../command-line/shown-name.js";
import type { LoadError } from "./errors.js";
import type { BenchOptions } from "./options.js";
import type { Result } from "./result.js";
import type { Mismatch } from "./traffic.js";
import { WORDING } from "./wording.js";

/** The settings of a load that its speed depends on most, in one line. */
export function describeSettings({
  lang,
  size,
  textKind,
  connections,
  pipeline,
  rate,
}: BenchOptions): string {
  const { format } = new Intl.NumberFormat(lang);
  const wording = WORDING[lang];
  const flow = rate === undefined ? wording.pipelineOf(format(pipeline)) : wording.rateOf(format(rate));
  return wording.setting(format(size), textKind, format(connections), flow);
}

/** What was measured, as a table. */
export function describeResult(result: Result, options: BenchOptions): string {
  const { lang } = options;
  const { rows } = WORDING[lang];
  const whole = new Intl.NumberFormat(lang, { maximumFractionDigits: 0 });
  const fraction = new Intl.NumberFormat(lang, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
  const table = [
    [rows.messages, whole.format(result.messages)],
    [rows.seconds, fraction.format(result.seconds)],
    [rows.messagesPerSecond, whole.format(result.messagesPerSecond)],
    [rows.bytesPerSecond, whole.format(result.bytesPerSecond)],
    ...Object.entries(result.latencyMicroseconds ?? {}).map(([name, microseconds]) => [
      rows.latency(name),
      `${fraction.format(microseconds / 1000)} ms`,
    ]),
    [rows.wrong, whole.format(result.wrongAnswers)],
    [rows.errors, whole.format(result.errors)],
    ...(result.resent === undefined
      ? []
      : [
          [rows.resent, whole.format(result.resent)],
          [rows.reconnections, whole.format(result.reconnections ?? 0)],
        ]),
  ] as [string, string][];
  const width = Math.max(...table.map(([name]) => name.length));
  const lines = table.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return `${[describeSettings(options), ...lines].join("\n")}\n`;
}

/** Tells a person why a load could not go on, and what to do. */
export function describeFailure(
  { code, detail }: LoadError,
  options: BenchOptions,
  installation: Installation,
): string {
  const { host, lang, mode, port, socket } = options;
  const wording = WORDING[lang];
  const address =
    socket === undefined ? wording.place(shownHosts(host), port) : wording.socketPlace(shownName(socket));
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      return describeAbsence(options, code, wording, installation);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return wording.unknownHost(shownHosts(host), code);
    case "EOF":
    case "ECONNRESET":
    case "EPIPE":
      return wording.connectionLost(address, code);
    case "ETIMEDOUT":
      return wording.timedOut(address);
    case "EPROTO":
      return wording.otherProtocol(address) + (mode === "frames" ? ` ${wording.tryText}` : "");
    case "EUNASKED":
      return wording.unasked(address);
    case "ESERVER":
      return wording.refused(address, detail);
    case "EMFILE":
    case "ENFILE":
      return wording.tooManyFiles(code);
    default:
      return wording.otherFailure(address, code, detail);
  }
}

/** Tells a person which answer came, which was expected, and what the reason may be. */
export function describeMismatch({ came, expected }: Mismatch, { lang, mode }: BenchOptions): string {
  const { mismatch, textHint } = WORDING[lang];
  return mode === "text" ? `${mismatch(came, expected)} ${textHint}` : mismatch(came, expected);
}
