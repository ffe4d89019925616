import { expect, test } from "@jest/globals";
import { nearestTo } from "../../src/hitung-server/nearest.js";
import { start, startOnTerminal, version } from "./command.js";

const EXAMPLES = {
  id: `
Contoh:
  hitung-server                          untuk mesin ini, di port 12345
  hitung-server --host 0.0.0.0           juga untuk mesin lain
  hitung-server --port 0 --log-messages  di port bebas; setiap pesan dicatat
  hitung-server --workers auto           di semua inti prosesor
  hitung-server completion bash          melengkapi dengan Tab; juga zsh, fish

Kode keluar:
  0  dihentikan dengan SIGINT, SIGTERM atau SIGQUIT
  1  server tidak dapat mulai, atau keluaran tidak dapat ditulisi
  2  pemakaian yang salah
`,
  en: `
Examples:
  hitung-server                          for this machine, on port 12345
  hitung-server --host 0.0.0.0           for other machines as well
  hitung-server --port 0 --log-messages  on a free port; each message is logged
  hitung-server --workers auto           on all cores
  hitung-server completion bash          completion with Tab; also zsh, fish

Exit codes:
  0  stopped by SIGINT, SIGTERM or SIGQUIT
  1  the server cannot start, or the output cannot be written
  2  wrong usage
`,
};

test.each(["id", "en"] as const)("it ends with examples and exit codes, in %s", async (language) => {
  const command = start("-h", "--lang", language);
  expect(await command.exitCode).toBe(0);
  expect(command.stdout.slice(-EXAMPLES[language].length)).toBe(EXAMPLES[language]);
  expect(command.stderr).toBe("");
});

test.each([60, 80, 120])("it is as wide as a terminal of %i columns", async (columns) => {
  const command = startOnTerminal(columns, "--help");
  expect(await command.exitCode).toBe(0);
  const widths = command.stdout.split("\n").map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
  expect(Math.max(...widths)).toBeGreaterThan(columns - 10);
});

test.each([["-h"], ["--help"]])("%s is answered whatever else is wrong", async (option) => {
  const command = start("--port", "x", "--nope", option, "words", "--lang", "en");
  expect(await command.exitCode).toBe(0);
  expect(command.stdout).toMatch(/^Usage: hitung-server \[options\]\n\nAnswers each message /);
});

test("-V shows the version", async () => {
  const command = start("-V");
  expect(await command.exitCode).toBe(0);
  expect(command.stdout).toBe(`${version} (Unicode 17.0.0)\n`);
});

test.each([
  ["prot", "port"],
  ["ports", "port"],
  ["por", "port"],
  ["hots", "host"],
  ["idel-timeuot", "idle-timeout"],
  ["max-mesage", "max-message"],
  ["long", "lang"],
  ["nonsense", undefined],
  ["p", undefined],
])("%s means %s", (typed, meant) => {
  expect(nearestTo(typed, ["host", "port", "lang", "idle-timeout", "max-message"])).toBe(meant);
});
