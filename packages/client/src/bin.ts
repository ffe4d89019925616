#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { run } from "./cli.js";
import { EXIT_INTERRUPTED } from "./interactive.js";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// Whoever reads our output may have enough before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`hitung: ${error.message}\n`);
  process.exit(1);
});

const exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  version,
});
// After Ctrl-C nothing is waited for, such as a server that does not answer.
if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
process.exitCode = exitCode;
