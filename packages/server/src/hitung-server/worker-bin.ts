import { keepRunning, openOutput } from "./output-of-bin.js";
import type { FromWorker, ToWorker } from "./workers/messages.js";
import { work } from "./workers/worker.js";

// A worker of hitung-server, which the primary process starts. Signals are obeyed by the primary alone: a terminal and a
// service manager send theirs to all processes.

const { exit, stdout } = openOutput();
keepRunning();

const stop = new AbortController();
process.on("disconnect", () => stop.abort());

void work(
  {
    send: (message: FromWorker) => {
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    on: (event: "message" | "disconnect", listener: (message: ToWorker) => void) =>
      process.on(event as "message", listener as NodeJS.MessageListener),
  },
  stdout,
).then(() => exit(0, stop.signal));
