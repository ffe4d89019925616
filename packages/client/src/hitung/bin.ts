#!/usr/bin/env node
import { createReadStream, fstatSync } from "node:fs";
import packageJson from "../../package.json" with { type: "json" };
import { EXIT_FAILURE, EXIT_INTERRUPTED } from "../command-line/exit-codes.js";
import { languageOf } from "../command-line/parse.js";
import { codeOf } from "../library/socket.js";
import { tell } from "./problems.js";
import { run } from "./run.js";
import { MESSAGES } from "./wording.js";

const args = process.argv.slice(2);

// Whoever reads our output may have enough before its end, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  tell(MESSAGES[languageOf(args, process.env)].unwritable(codeOf(error)), io);
  process.exit(EXIT_FAILURE);
});

const io = {
  // Node sets each of them up when it is first looked at, which takes longer than one question.
  get stdin() {
    // Node takes a directory for empty; a stream of its own says what is wrong with it.
    return fstatSync(0).isDirectory() ? createReadStream("", { fd: 0 }) : process.stdin;
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

run(args, io).then((exitCode) => {
  // After Ctrl-C nothing is waited for, such as a server that does not answer.
  if (exitCode === EXIT_INTERRUPTED) process.exit(exitCode);
  process.exitCode = exitCode;
});
