#!/usr/bin/env node
import { processIo, runProcess } from "../command-line/bin.js";
import { HITUNG } from "./options.js";
import { run } from "./run.js";

void runProcess(HITUNG, (args) => run(args, processIo));
