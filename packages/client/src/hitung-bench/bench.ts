import { X509Certificate } from "node:crypto";
import { constants } from "node:fs";
import { access, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { createSecureContext, type SecureContext } from "node:tls";
import type { Unit } from "@hitung/protocol";
import { EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import { codeOf } from "../library/socket.js";
import { LoadError } from "./errors.js";
import { frameExchange, textExchange } from "./exchange.js";
import { buildMessage } from "./known-message.js";
import { Load, type Plan } from "./load.js";
import type { BenchOptions } from "./options.js";
import { showProgress } from "./progress-line.js";
import { describeFailure, describeMismatch, describeResult, describeSettings } from "./report.js";
import { resultOf, settingsOf } from "./result.js";
import { MESSAGES } from "./wording.js";

/** Where a run is reported, and what ends it early. */
export interface BenchIo {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
}

const EXIT_FAILURE = 1;

/** Puts a server under load, reports, and gives the exit code. */
export async function bench(options: BenchOptions, io: BenchIo): Promise<number> {
  const messages = MESSAGES[options.lang];
  const fail = (text: string) => {
    io.stderr.write(`hitung-bench: ${text}\n`);
    return EXIT_FAILURE;
  };
  const { json, plot, size, tls, tlsCa } = options;
  let secureContext: SecureContext | undefined;
  try {
    if (tls) secureContext = createSecureContext(tlsCa === undefined ? {} : { ca: await readCa(tlsCa) });
  } catch (error) {
    return fail(messages.unreadable(tlsCa as string, codeOf(error)));
  }
  try {
    // Better now than after a long run.
    if (plot !== undefined) await access(dirname(plot), constants.W_OK);
  } catch (error) {
    return fail(messages.unwritable(plot as string, codeOf(error)));
  }

  const load = new Load(planOf(options, secureContext));
  const failure = await runLoad(load, options, io);
  const result = resultOf(load, size, failure, io.interrupt.aborted);
  io.stdout.write(
    json
      ? `${JSON.stringify({ settings: settingsOf(options), ...result }, undefined, 2)}\n`
      : describeResult(result, options),
  );
  if (failure !== undefined) fail(describeFailure(failure, options));
  if (result.firstMismatch !== undefined) fail(describeMismatch(result.firstMismatch, options));
  try {
    if (plot !== undefined && result.messages > 0) await writePlot(plot, load, options);
  } catch (error) {
    return fail(messages.unwritable(plot as string, codeOf(error)));
  }
  if (result.isInterrupted) {
    fail(messages.interrupted);
    return EXIT_INTERRUPTED;
  }
  return result.wrongAnswers + result.errors === 0 ? 0 : EXIT_FAILURE;
}

async function readCa(file: string): Promise<Buffer> {
  const ca = await readFile(file);
  // A secure context takes a file without any certificate, and then trusts nobody.
  new X509Certificate(ca);
  return ca;
}

function planOf(options: BenchOptions, secureContext: SecureContext | undefined): Plan {
  const { connections, duration, host, lang, messages, mode, pipeline, port, size, socket, timeout } =
    options;
  const message = buildMessage(options.textKind, size);
  return {
    target: { host, port, socket, tls: secureContext && { secureContext } },
    exchange:
      mode === "frames"
        ? frameExchange(message, options.unit)
        : textExchange(message, options.unit[0] as Unit, lang),
    connections,
    pipeline,
    messages,
    durationMs: duration === undefined ? undefined : duration * 1000,
    timeoutMs: timeout * 1000,
  };
}

async function runLoad(
  load: Load,
  { lang }: BenchOptions,
  { interrupt, stderr }: BenchIo,
): Promise<LoadError | undefined> {
  const hideProgress = stderr.isTTY ? showProgress(stderr, load, lang) : () => {};
  try {
    await load.run(interrupt);
    return undefined;
  } catch (error) {
    if (!(error instanceof LoadError)) throw error;
    return error;
  } finally {
    hideProgress();
  }
}

/** The libraries that draw are loaded only here. */
async function writePlot(file: string, load: Load, options: BenchOptions): Promise<void> {
  const { drawLatencies } = await import("./plot.js");
  await writeFile(file, drawLatencies(load.latencies, describeSettings(options), options.lang));
}
