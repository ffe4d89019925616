#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { run } from "./run.js";

/** How long, in milliseconds, the last lines of the log may take. */
const FLUSH_MS = 1000;

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// The reader of our output may go away, as `head` does; the clients are served all the same.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

const shutdown = new AbortController();
const SIGNALS = ["SIGINT", "SIGTERM"] as const;
function stop(): void {
  // A second signal ends the process at once, as it does without a handler.
  for (const signal of SIGNALS) process.off(signal, stop);
  shutdown.abort();
}
for (const signal of SIGNALS) process.on(signal, stop);

const exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  shutdown: shutdown.signal,
  onReload: (reload) => void process.on("SIGHUP", reload),
  version,
});
// It ends once the last lines are out. A log that nobody reads does not keep it.
const exit = () => process.exit(exitCode);
process.stdout.write("", () => process.stderr.write("", exit));
setTimeout(exit, FLUSH_MS);
