import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { Process } from "./processes.js";

const SERVER = fileURLToPath(new URL("peers/server.py", import.meta.url));
const CLIENT = fileURLToPath(new URL("peers/client.py", import.meta.url));

/** Whether this machine runs the sample peers; on CI, where nothing may be missing, tests of them fail without. */
export const hasPython =
  process.env.CI !== undefined || spawnSync("python3", ["--version"]).error === undefined;

/** Starts a server of this exercise as people write it, and returns its port. Its shape is told in `peers/server.py`. */
export async function startPeer(shape: string): Promise<number> {
  const args = shape === "" ? [] : shape.split("; ");
  const [port] = await once(new Process("python3", ["-I", "-S", SERVER, ...args]).child.stdout, "data");
  return Number(port);
}

/** What a plain client prints for these lines. */
export async function askPlainly(port: number, lines: string): Promise<string[]> {
  const { stdout } = await new Process("python3", ["-I", "-S", CLIENT, String(port)]).finish(lines);
  return stdout.trimEnd().split("\n");
}
