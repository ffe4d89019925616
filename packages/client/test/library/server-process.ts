import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SERVER_BIN = fileURLToPath(new URL("../../../server/dist/hitung-server/bin.cjs", import.meta.url));

/** A real `hitung-server`, which is killed and comes back on the same port. */
export class ServerProcess {
  readonly port: number;
  #child: ChildProcess | undefined;

  constructor(port: number) {
    this.port = port;
  }

  /** Starts it, and settles when it listens. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [SERVER_BIN, "--port", String(this.port)], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    this.#child = child;
    await Promise.race([
      once(child.stdout, "data"),
      once(child, "exit").then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
    ]);
  }

  /** Kills it as the system does when memory ends, and settles when it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }
}
