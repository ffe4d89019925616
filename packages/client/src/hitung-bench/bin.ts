#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import { run } from "./run.js";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// Whoever reads our output may have enough before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`hitung-bench: ${error.message}\n`);
  process.exit(1);
});

const interrupt = new AbortController();
// A second Ctrl-C ends the process at once, as it does without a handler.
process.once("SIGINT", () => interrupt.abort());

const exitCode = await run(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  interrupt: interrupt.signal,
  version,
});
// After Ctrl-C nothing is waited for, such as the address of a host.
if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
process.exitCode = exitCode;
