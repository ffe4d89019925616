import { fileURLToPath } from "node:url";

/** The program of a worker, as it is built. */
export const WORKER_PROGRAM = fileURLToPath(
  new URL("../../dist/hitung-server/worker-bin.cjs", import.meta.url),
);
