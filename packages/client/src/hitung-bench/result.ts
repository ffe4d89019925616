import { UNIT_NAMES } from "@hitung/protocol";
import type { LoadError } from "./errors.js";
import { type Latencies, PERCENTILES } from "./latencies.js";
import type { Load } from "./load.js";
import type { BenchOptions } from "./options.js";
import type { Mismatch } from "./traffic.js";

/** How a load ended, and what was measured until then. */
export interface Result {
  /** Messages with an answer. */
  readonly messages: number;
  /** Without the time to connect. */
  readonly seconds: number;
  readonly messagesPerSecond: number;
  /** Bytes of messages that were answered, without what the protocol adds. */
  readonly bytesPerSecond: number;
  /** Null if no answer came. */
  readonly latencyMicroseconds: Readonly<Record<keyof typeof PERCENTILES, number>> | null;
  readonly wrongAnswers: number;
  readonly errors: number;
  /** The first answer that was wrong or an ERROR. */
  readonly firstMismatch?: Mismatch;
  /** Why the load could not go on. */
  readonly failure?: { readonly code: string; readonly detail: string };
  /** Messages that were sent once more, as their connection was lost, and connections made anew; with `--resend`. */
  readonly resent?: number;
  readonly reconnections?: number;
  /** Whether Ctrl-C ended it. */
  readonly isInterrupted: boolean;
}

/** Sums a load up. */
export function resultOf(
  load: Load,
  { size, resend }: BenchOptions,
  failure: LoadError | undefined,
  isInterrupted: boolean,
): Result {
  const { latencies, seconds, verdicts } = load;
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  return {
    messages: verdicts.answered,
    seconds,
    messagesPerSecond: perSecond(verdicts.answered),
    bytesPerSecond: perSecond(verdicts.answered * size),
    latencyMicroseconds: latencies.count === 0 ? null : percentilesOf(latencies),
    wrongAnswers: verdicts.wrong,
    errors: verdicts.errors,
    ...(resend && { resent: verdicts.resent, reconnections: verdicts.reconnections }),
    ...(verdicts.firstMismatch && { firstMismatch: verdicts.firstMismatch }),
    ...(failure && { failure: { code: failure.code, detail: failure.detail } }),
    isInterrupted,
  };
}

function percentilesOf(latencies: Latencies): NonNullable<Result["latencyMicroseconds"]> {
  const names = Object.keys(PERCENTILES) as (keyof typeof PERCENTILES)[];
  const values = names.map((name) => [name, latencies.atPercentile(PERCENTILES[name])]);
  return Object.fromEntries(values) as Record<keyof typeof PERCENTILES, number>;
}

/** Settings and result as a table of two lines (RFC 4180), with names like `latencyMicroseconds.p99`. */
export function toCsv(settings: ReturnType<typeof settingsOf>, result: Result): string {
  const { firstMismatch: _, ...rest } = result;
  const cells = Object.entries({ ...settings, ...rest }).flatMap(([name, value]) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.entries(value).map(([part, each]) => [`${name}.${part}`, each] as const)
      : [[name, value] as const],
  );
  const quote = (value: unknown) => {
    const text = Array.isArray(value) ? value.join("+") : String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const line = (values: readonly unknown[]) => `${values.map(quote).join(",")}\r\n`;
  return line(cells.map(([name]) => name)) + line(cells.map(([, value]) => value));
}

/** What was asked for, as `--json` prints it beside the result. */
export function settingsOf(options: BenchOptions) {
  const { host, port, socket, tls, mode, lang, connections, pipeline, messages, duration, rate } = options;
  return {
    ...(socket === undefined ? { host: host.join(","), port } : { socket }),
    tls,
    mode,
    ...(mode === "text" && { language: lang }),
    units: options.unit.map((unit) => UNIT_NAMES[unit]),
    connections,
    ...(rate === undefined ? { pipeline } : { ratePerSecond: rate }),
    ...(duration === undefined ? { messages } : { durationSeconds: duration }),
    sizeBytes: options.size,
    textKind: options.textKind,
    timeoutSeconds: options.timeout,
  };
}
