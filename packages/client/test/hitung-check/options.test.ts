import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { check } from "./command.js";

test.each([
  [[], "name what to check: server, client or folder"],
  [["servers"], "servers is neither server, client nor folder"],
  [["client"], "client needs a command behind --"],
  [["folder"], "folder needs exactly one folder"],
  [["folder", "a", "b"], "folder needs exactly one folder"],
  [["server", "--server-command", "x"], "--server-command: this option is for folder only"],
  [["server", "--only", "S99"], "value 'S99' for option --only <case> is not valid. Choices: S01, S02"],
  [["server", "--points", "must=1,must=2"], "Write for example must=60,should=30,bonus=10."],
  [["server", "--points", "most=1"], "Write for example must=60,should=30,bonus=10."],
  [["server", "--level", "easy"], "Choices: exercise, text, frames, all."],
  [["server", "--json", "-v"], "--verbose cannot be used together with --json"],
])("%j is refused", async (args, told) => {
  const { code, stdout, stderr } = await check([...args, "--lang", "en"]);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(told);
  expect(stderr).toContain("See hitung-check --help.");
});

test("a report that cannot be written is told before the work", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const { code, stdout, stderr } = await check(["server", "--html", folder, "--lang", "en", "--", "false"]);
  expect([code, stdout]).toEqual([1, ""]);
  expect(stderr).toMatch(/^hitung-check: cannot write .* \(EISDIR\)\.\n$/);
});

test("a folder that is not there, or empty, is told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hitung-check-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const missing = await check(["folder", join(folder, "x"), "--lang", "en"]);
  expect([missing.code, missing.stdout]).toEqual([1, ""]);
  expect(missing.stderr).toMatch(/cannot read the folder .*x \(ENOENT\)\.\n$/);
  const empty = await check(["folder", folder, "--lang", "en"]);
  expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining("there is no program to check in")]);
});
