import { closeSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";
import { FileOutput } from "./file-output.js";
import type { LogStream } from "./log.js";
import { IGNORED, RELOADING, ROLLING, STOPPING } from "./signals.js";

/** How long, in milliseconds, the last lines of the log may take. */
const FLUSH_MS = 1000;

/** The output of this process. */
export interface ProcessOutput {
  readonly stdout: LogStream;
  /** Ends the process once the last lines are out; or a little later, if nobody takes them and it was told to end. */
  exit(exitCode: number, shutdown: AbortSignal): void;
}

/** Prepares standard output and error for a process that goes on whatever becomes of those who read them. */
export function openOutput(): ProcessOutput {
  const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));
  for (const stream of [process.stdout, process.stderr]) {
    // The reader of our output may go away, as `head` does; the clients are served all the same.
    stream.on("error", () => {});
    // Node waits for a terminal at each write, without end after Ctrl-S, and meanwhile nothing else happens. libuv has
    // opened it anew for this process, so that no other one sees the change.
    (stream as { _handle?: { setBlocking?(isBlocking: boolean): void } })._handle?.setBlocking?.(false);
  }
  return {
    // Node has a socket for everything but files.
    stdout: process.stdout instanceof Socket ? process.stdout : new FileOutput(1),
    exit(exitCode, shutdown) {
      const exit = () => {
        // At its exit Node resets the terminals that it began with, and aborts if one is gone (Node 20 to 24). It passes
        // over what is closed.
        for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
        process.exit(exitCode);
      };
      process.stdout.write("", () => process.stderr.write("", exit));
      const flush = () => setTimeout(exit, FLUSH_MS);
      if (shutdown.aborted) flush();
      else shutdown.addEventListener("abort", flush);
    },
  };
}

/** Has no signal end the process that can be kept from it. */
export function keepRunning(): void {
  for (const signal of [...STOPPING, RELOADING, ROLLING, ...IGNORED]) process.on(signal, () => {});
}
