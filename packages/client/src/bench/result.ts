import { UNIT_NAMES } from "@hitung/protocol";
import type { LoadError } from "./errors.js";
import { PERCENTILES } from "./latencies.js";
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
  readonly latencyMicroseconds: Readonly<Record<keyof typeof PERCENTILES, number>>;
  readonly wrongAnswers: number;
  readonly errors: number;
  /** The first answer that was wrong or an ERROR. */
  readonly firstMismatch?: Mismatch;
  /** Why the load could not go on. */
  readonly failure?: { readonly code: string; readonly detail: string };
  /** Whether Ctrl-C ended it. */
  readonly isInterrupted: boolean;
}

/** Sums a load up. */
export function resultOf(
  load: Load,
  size: number,
  failure: LoadError | undefined,
  isInterrupted: boolean,
): Result {
  const { latencies, seconds, tally } = load;
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  return {
    messages: tally.answered,
    seconds,
    messagesPerSecond: perSecond(tally.answered),
    bytesPerSecond: perSecond(tally.answered * size),
    latencyMicroseconds: Object.fromEntries(
      Object.entries(PERCENTILES).map(([name, percentile]) => [name, latencies.atPercentile(percentile)]),
    ) as Result["latencyMicroseconds"],
    wrongAnswers: tally.wrong,
    errors: tally.errors,
    ...(tally.firstMismatch && { firstMismatch: tally.firstMismatch }),
    ...(failure && { failure: { code: failure.code, detail: failure.detail } }),
    isInterrupted,
  };
}

/** What was asked for, as `--json` prints it beside the result. */
export function settingsOf(options: BenchOptions) {
  const { host, port, socket, tls, mode, lang, connections, pipeline, messages, duration } = options;
  return {
    ...(socket === undefined ? { host, port } : { socket }),
    tls,
    mode,
    ...(mode === "text" && { language: lang }),
    units: options.unit.map((unit) => UNIT_NAMES[unit]),
    connections,
    pipeline,
    ...(duration === undefined ? { messages } : { durationSeconds: duration }),
    sizeBytes: options.size,
    textKind: options.textKind,
    timeoutSeconds: options.timeout,
  };
}
