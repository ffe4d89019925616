import { createSecureContext } from "node:tls";
import type { Unit } from "@hitung/protocol";
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import type { CommandLineIo } from "../command-line/read.js";
import { shownName } from "../command-line/shown-name.js";
import { tell } from "../command-line/terminal.js";
import { codeOf } from "../library/socket.js";
import { frameExchange, textExchange } from "./exchange.js";
import { buildMessage } from "./known-message.js";
import { Load, type Plan } from "./load.js";
import { type BenchOptions, HITUNG_BENCH } from "./options.js";
import { PlotFile } from "./plot-file.js";
import { showProgressLine } from "./progress-line.js";
import { describeFailure, describeMismatch, describeResult, describeSettings } from "./report.js";
import { resultOf, settingsOf, toCsv } from "./result.js";
import { WORDING } from "./wording.js";

/** Puts a server under load, reports, and returns the exit code. Ctrl-C aborts `interrupt`. */
export async function bench(
  options: BenchOptions,
  io: CommandLineIo,
  interrupt: AbortSignal,
): Promise<number> {
  const { csv, json, lang, plot } = options;
  const wording = WORDING[lang];
  const fail = (text: string) => {
    tell(HITUNG_BENCH.name, text, io);
    return EXIT_FAILURE;
  };
  const unwritable = (error: unknown) =>
    fail(wording.plotUnwritable(shownName(plot as string), codeOf(error)));
  let plotFile: PlotFile | undefined;
  try {
    // Better now than after a long run.
    if (plot !== undefined) plotFile = await PlotFile.reserve(plot);
  } catch (error) {
    return unwritable(error);
  }

  const load = new Load(planOf(options));
  const hideProgress = io.stderr.isTTY ? showProgressLine(io.stderr, load, lang) : () => {};
  const failure = await load.run(interrupt).finally(hideProgress);
  const result = resultOf(load, options, failure, interrupt.aborted);
  io.stdout.write(
    json
      ? `${JSON.stringify({ settings: settingsOf(options), ...result }, undefined, 2)}\n`
      : csv
        ? toCsv(settingsOf(options), result)
        : describeResult(result, options),
  );
  if (failure !== undefined) fail(describeFailure(failure, options, io));
  if (result.firstMismatch !== undefined) fail(describeMismatch(result.firstMismatch, options));
  try {
    if (result.messages > 0) await plotFile?.write(await draw(load, options));
  } catch (error) {
    return unwritable(error);
  } finally {
    await plotFile?.discard();
  }
  if (result.isInterrupted) {
    fail(wording.interrupted);
    return EXIT_INTERRUPTED;
  }
  return result.wrongAnswers + result.errors === 0 ? 0 : EXIT_FAILURE;
}

function planOf(options: BenchOptions): Plan {
  const { duration, host, lang, mode, port, size, socket, textKind, timeout, tls, tlsCa, unit } = options;
  const message = buildMessage(textKind, size);
  const context = tls ? createSecureContext({ ca: tlsCa }) : undefined;
  return {
    ...options,
    targets: (socket === undefined ? host : host.slice(0, 1)).map((each) => ({
      host: each,
      port,
      socket,
      tls: context,
    })),
    exchange: mode === "frames" ? frameExchange(message, unit) : textExchange(message, unit[0] as Unit, lang),
    durationMs: duration === undefined ? undefined : duration * 1000,
    timeoutMs: timeout * 1000,
  };
}

/** The libraries that draw are loaded only here. */
async function draw(load: Load, options: BenchOptions): Promise<string> {
  const { drawLatencies } = await import("./plot.js");
  return drawLatencies(load.latencies, describeSettings(options), options.lang);
}
