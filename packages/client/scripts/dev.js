// The client's pane of `pnpm dev`: starts `hitung --wait`, and again at each Enter after it has ended.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../dist/hitung.cjs", import.meta.url));

const AGAIN =
  process.env.HITUNG_LANG === "en"
    ? "The client has ended. Enter starts it again, Ctrl-C ends all."
    : "Klien sudah selesai. Enter menjalankannya lagi, Ctrl-C mengakhiri semuanya.";

// `dev` as a whole is ended. That is no failure, so that nothing is told of it; the client gets the signal as well.
let isEnding = false;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    isEnding = true;
    client.kill(signal);
    input?.close();
  });
}

let client;
let input;
do {
  client = spawn(process.execPath, [PROGRAM, "--wait"], { stdio: "inherit" });
  await once(client, "close");
} while (process.stdin.isTTY && !isEnding && (await isEnterTyped()));

/** Whether Enter is typed, and not the end of the input. */
async function isEnterTyped() {
  input = createInterface({ input: process.stdin, output: process.stdout, prompt: `\n${AGAIN}\n` });
  input.prompt();
  const line = once(input, "line").then(() => true);
  const isEnter = await Promise.race([line, once(input, "close").then(() => false)]);
  input.close();
  return isEnter;
}
