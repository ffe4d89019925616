#!/usr/bin/env node
import packageJson from "../package.json" with { type: "json" };
import { run } from "./cli.js";
import { EXIT_INTERRUPTED } from "./exit-codes.js";

// Whoever reads our output may have enough before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  process.stderr.write(`hitung: ${error.message}\n`);
  process.exit(1);
});

const io = {
  // Node sets each of them up when it is first looked at, which takes longer than one question.
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    const { stderr } = process;
    // Whoever reads our errors may go, too; the answers are given all the same.
    if (stderr.listenerCount("error") === 0) stderr.on("error", () => {});
    return stderr;
  },
  env: process.env,
  version: packageJson.version,
};

run(process.argv.slice(2), io).then((exitCode) => {
  // After Ctrl-C nothing is waited for, such as a server that does not answer.
  if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
  process.exitCode = exitCode;
});
