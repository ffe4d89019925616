import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/**
 * Compiles the load generator.
 * @returns {((args: (string | number)[], input?: Uint8Array) => Promise<number[]>) | undefined} runs it and gives the
 * figures that it prints; throws where a reply was wrong. Undefined where there is no C compiler.
 */
export function compileLoad() {
  const folder = mkdtempSync(join(tmpdir(), "hitung-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true }));
  const program = join(folder, "load");
  const source = fileURLToPath(new URL("load.c", import.meta.url));
  const { error, status, stderr } = spawnSync("cc", ["-O2", "-o", program, source]);
  if (error) return undefined;
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  return async (args, input = new Uint8Array(0)) => {
    const child = spawn(program, args.map(String), { stdio: ["pipe", "pipe", "inherit"] });
    const ended = once(child, "close");
    // A run that needs no input may end before; how it ended is what counts.
    child.stdin.on("error", () => {}).end(input);
    const output = await text(child.stdout);
    const [code] = await ended;
    if (code !== 0) throw new Error(`load ${args.join(" ")} ended with ${code}`);
    return output.trim().split(" ").map(Number);
  };
}
