#!/usr/bin/env node
import packageJson from "../../package.json" with { type: "json" };
import { openOutput } from "./output-of-bin.js";
import { run } from "./run.js";
import { IGNORED, RELOADING, ROLLING, STOPPING } from "./signals.js";

const { stdout, exit } = openOutput();

const shutdown = new AbortController();
const abandonment = new AbortController();
function stop(signal: NodeJS.Signals): void {
  if (!shutdown.signal.aborted) {
    shutdown.abort();
    return;
  }
  // A second signal ends the process at once, as it does without a handler; but not before its workers.
  for (const stopping of STOPPING) process.off(stopping, stop);
  abandonment.abort();
  process.kill(process.pid, signal);
}
for (const signal of STOPPING) process.on(signal, stop);
// From the start on; the server says more as soon as it has a log.
for (const signal of [RELOADING, ROLLING, ...IGNORED]) process.on(signal, () => {});

void run(process.argv.slice(2), {
  stdout,
  stderr: process.stderr,
  shutdown: shutdown.signal,
  abandonment: abandonment.signal,
  signals: process,
  version: packageJson.version,
}).then((exitCode) => exit(exitCode, shutdown.signal));
