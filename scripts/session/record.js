// Types commands into a shell on a pseudo-terminal, with the real programs in its path, and gives what the screen shows.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import xterm from "@xterm/headless";

export const COLUMNS = 76;
const ROWS = 60;

/** The port that is shown in place of the free one that is used. */
const SHOWN_PORT = "12345";

export const PROMPT = "$ ";

/** A program that prints something else than is waited for would be waited for in vain. */
const TIMEOUT_MS = 60_000;

/** Node has no pseudo-terminals; Python does, and no size for them, which `stty` sets. */
const PTY = "import pty, sys; pty.spawn(sys.argv[1:])";

/**
 * @typedef {object} Step
 * @property {string} type what is typed, and Enter
 * @property {string} [until] what the screen ends with when the next step may be typed; default: the shell's prompt
 */

/**
 * Runs the steps, and gives the screen's lines as runs of text of one look.
 * @param {(port: string) => Step[]} stepsOf
 * @returns {Promise<{ text: string, style: string }[][]>}
 */
export async function record(stepsOf) {
  const folder = mkdtempSync(join(tmpdir(), "hitung-session-"));
  const server = spawn(process.execPath, [binOf("server", "hitung-server"), "--port", "0"]);
  try {
    const [started] = await once(server.stdout, "data");
    const port = /:(\d+)\./.exec(started)[1];
    const command = `#!/bin/sh\nexec "${process.execPath}" "${binOf("client", "hitung")}" --port ${port} "$@"\n`;
    writeFileSync(join(folder, "hitung"), command, { mode: 0o755 });
    // As a variable the prompt would not reach the shell of root.
    writeFileSync(join(folder, "profile"), `PS1='${PROMPT}'\nstty rows ${ROWS} cols ${COLUMNS}\n`);
    const output = await typeAll(stepsOf(port), folder);
    return await screenOf(output.replaceAll(port, SHOWN_PORT));
  } finally {
    server.kill();
    await once(server, "close");
    rmSync(folder, { recursive: true });
  }
}

function binOf(name, bin) {
  const folder = new URL(`../../packages/${name}/`, import.meta.url);
  const { bin: bins } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  return fileURLToPath(new URL(bins[bin], folder));
}

async function typeAll(steps, folder) {
  const shell = spawn("python3", ["-c", PTY, "/bin/sh", "-i"], {
    env: {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      HOME: folder,
      ENV: join(folder, "profile"),
      LC_ALL: "C.UTF-8",
      TERM: "xterm-256color",
    },
    stdio: ["pipe", "pipe", "inherit"],
    timeout: TIMEOUT_MS,
  });
  const chunks = shell.stdout.setEncoding("utf8")[Symbol.asyncIterator]();
  /** Reads until the screen ends with this, and gives what came. */
  const readUntil = async (end) => {
    let read = "";
    while (!stripVTControlCharacters(read).endsWith(end)) {
      const { value, done } = await chunks.next();
      if (done) throw new Error(`the shell ended after: ${read}`);
      read += value;
    }
    return read;
  };
  let output = await readUntil(PROMPT);
  for (const { type, until = `\n${PROMPT}` } of steps) {
    shell.stdin.write(`${type}\r`);
    output += await readUntil(until);
  }
  shell.stdin.write("exit\r");
  while (!(await chunks.next()).done);
  shell.stdin.end();
  return output;
}

/** What a terminal makes of this output, without the prompt at its end. */
async function screenOf(output) {
  const terminal = new xterm.Terminal({ cols: COLUMNS, rows: ROWS, allowProposedApi: true });
  await new Promise((resolve) => terminal.write(output.slice(0, output.lastIndexOf(PROMPT)), resolve));
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => runsOf(active.getLine(row)));
  while (lines.at(-1)?.length === 0) lines.pop();
  terminal.dispose();
  return lines;
}

function runsOf(line) {
  const runs = [];
  for (let column = 0; column < line.length; column++) {
    const cell = line.getCell(column);
    if (cell.getWidth() === 0) continue;
    const style = [
      cell.isBold() && "bold",
      cell.isDim() && "dim",
      cell.isFgPalette() && `c${cell.getFgColor()}`,
    ]
      .filter(Boolean)
      .join(" ");
    const text = cell.getChars() || " ";
    if (runs.at(-1)?.style === style) runs.at(-1).text += text;
    else runs.push({ text, style });
  }
  while (runs.at(-1)?.text.trim() === "") runs.pop();
  if (runs.length > 0) runs.at(-1).text = runs.at(-1).text.trimEnd();
  return runs;
}
