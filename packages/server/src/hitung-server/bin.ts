#!/usr/bin/env node
import { closeSync, readFileSync } from "node:fs";
import { Socket } from "node:net";
import { isatty } from "node:tty";
import { FileOutput } from "./file-output.js";
import { run } from "./run.js";
import { IGNORED, RELOADING, STOPPING } from "./signals.js";

/** How long, in milliseconds, the last lines of the log may take. */
const FLUSH_MS = 1000;

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const terminals = [0, 1, 2].filter((descriptor) => isatty(descriptor));

for (const stream of [process.stdout, process.stderr]) {
  // The reader of our output may go away, as `head` does; the clients are served all the same.
  stream.on("error", () => {});
  // Node waits for a terminal at each write, without end after Ctrl-S, and meanwhile nothing else happens. libuv has opened
  // it anew for this process, so that no other one sees the change.
  (stream as { _handle?: { setBlocking?(isBlocking: boolean): void } })._handle?.setBlocking?.(false);
}

const shutdown = new AbortController();
function stop(): void {
  // A second signal ends the process at once, as it does without a handler.
  for (const signal of STOPPING) process.off(signal, stop);
  shutdown.abort();
}
for (const signal of STOPPING) process.on(signal, stop);
// From the start on; the server says more as soon as it has a log.
for (const signal of [RELOADING, ...IGNORED]) process.on(signal, () => {});

const exitCode = await run(process.argv.slice(2), {
  // Node has a socket for everything but files.
  stdout: process.stdout instanceof Socket ? process.stdout : new FileOutput(1),
  stderr: process.stderr,
  shutdown: shutdown.signal,
  signals: process,
  version,
});

function exit(): void {
  // At its exit Node resets the terminals that it began with, and aborts if one is gone (Node 20 to 24). It passes over
  // what is closed.
  for (const descriptor of terminals) if (!isatty(descriptor)) closeSync(descriptor);
  process.exit(exitCode);
}
// It ends once the last lines are out. Output that nobody takes does not keep it when it is told to end.
process.stdout.write("", () => process.stderr.write("", exit));
const flush = () => setTimeout(exit, FLUSH_MS);
if (shutdown.signal.aborted) flush();
else shutdown.signal.addEventListener("abort", flush);
