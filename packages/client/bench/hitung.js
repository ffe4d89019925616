// The real `hitung`, and a server for it.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

export const BIN = fileURLToPath(new URL("../dist/hitung.cjs", import.meta.url));

/** Starts the server on a thread of its own, since what is timed blocks this one. */
export async function startServer() {
  const worker = new Worker(
    `import("@hitung/server").then(async ({ createServer }) => {
      const { port } = await createServer({ port: 0 }).listen();
      require("node:worker_threads").parentPort.postMessage(port);
    });`,
    { eval: true },
  );
  const port = await new Promise((resolve, reject) => worker.once("message", resolve).once("error", reject));
  return { port, stop: () => worker.terminate() };
}

/** Runs Node with these arguments to its end, and gives its output and the time that it took, in seconds. */
export function time(args, input = "") {
  const start = performance.now();
  const { status, stdout } = spawnSync(process.execPath, args, { input, maxBuffer: 2 ** 30 });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(`node ${args.join(" ")}: exit code ${status}`);
  return { seconds, output: String(stdout) };
}

/** Runs `hitung` likewise. */
export function timeHitung(port, args, input) {
  return time([BIN, "--port", String(port), ...args], input);
}
