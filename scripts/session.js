// Draws docs/session.svg and docs/session.id.svg from what the programs print on a terminal. Run it after a build; it needs
// Python, which makes the terminal, and netcat-openbsd.

import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { drawScreen } from "./session/draw.js";
import { PROMPT, record } from "./session/record.js";
import { readArguments } from "./shared/arguments.js";

const SESSIONS = {
  "docs/session.svg": {
    title: "A terminal session: hitung counts words, an emoji, lines of a pipe, and what nc sends",
    stepsOf: (port) => [
      { type: "export HITUNG_LANG=en" },
      { type: "hitung Handy Arfiano Hastyawan" },
      { type: "hitung --all 👨‍👩‍👧" },
      { type: "printf 'satu\\ndua\\ntiga\\n' | hitung --quiet" },
      { type: `echo halo | nc -N 127.0.0.1 ${port}` },
      { type: "hitung", until: "Enter characters: " },
      { type: "café", until: "Enter characters: " },
      { type: ":quit" },
    ],
  },
  "docs/session.id.svg": {
    title: "Sesi terminal: hitung menghitung kata, emoji, baris dari pipa, dan kiriman nc",
    stepsOf: (port) => [
      { type: "hitung Handy Arfiano Hastyawan" },
      { type: "hitung --all 👨‍👩‍👧" },
      { type: "printf 'satu\\ndua\\ntiga\\n' | hitung --quiet" },
      { type: `echo halo | nc -N 127.0.0.1 ${port}` },
      { type: "hitung", until: "Masukkan karakter : " },
      { type: "café", until: "Masukkan karakter : " },
      { type: ":quit" },
    ],
  },
};

const USAGE = `node scripts/session.js [--check]
Draws docs/session.svg and docs/session.id.svg from what the programs print on a terminal.
With --check it writes nothing, and ends with 1 if they show something else.`;

const { check } = readArguments(USAGE, { check: { type: "boolean" } });
const missing = ["python3", "nc"].filter((name) => spawnSync(name, ["-h"]).error !== undefined);
if (check && missing.length > 0 && process.env.CI === undefined) {
  process.stdout.write(`The terminal session is not checked: there is no ${missing.join(", and no ")}.\n`);
} else {
  for (const [path, { title, stepsOf }] of Object.entries(SESSIONS)) {
    const url = new URL(`../${path}`, import.meta.url);
    const drawing = drawScreen(title, await record(stepsOf), PROMPT);
    if (!check) writeFileSync(url, drawing);
    else if (readFileSync(url, "utf8") !== drawing) {
      process.stderr.write(`${path} shows something else than the programs print\n`);
      process.exitCode = 1;
    }
  }
}
if (process.exitCode === 1) process.stderr.write("Run node scripts/session.js\n");
