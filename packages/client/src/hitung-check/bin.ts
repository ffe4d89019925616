#!/usr/bin/env node
import { processIo, runProcess } from "../command-line/bin.js";
import { HITUNG_CHECK } from "./options.js";
import { run } from "./run.js";

const interrupt = new AbortController();
// A second Ctrl-C ends the process at once, as it does without a handler.
process.once("SIGINT", () => interrupt.abort());

void runProcess(HITUNG_CHECK, (args) => run(args, processIo, interrupt.signal));
