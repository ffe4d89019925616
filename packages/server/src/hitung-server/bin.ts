#!/usr/bin/env node
import packageJson from "../../package.json" with { type: "json" };
import { openOutput } from "./output-of-bin.js";
import { run } from "./run.js";
import { IGNORED, RELOADING, ROLLING, STOPPING } from "./signals.js";

const { stdout, exit } = openOutput();

const shutdown = new AbortController();
function stop(): void {
  // A second signal ends the process at once, as it does without a handler.
  for (const signal of STOPPING) process.off(signal, stop);
  shutdown.abort();
}
for (const signal of STOPPING) process.on(signal, stop);
// From the start on; the server says more as soon as it has a log.
for (const signal of [RELOADING, ROLLING, ...IGNORED]) process.on(signal, () => {});

void run(process.argv.slice(2), {
  stdout,
  stderr: process.stderr,
  shutdown: shutdown.signal,
  signals: process,
  version: packageJson.version,
}).then((exitCode) => exit(exitCode, shutdown.signal));
