import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "@jest/globals";
import { startServer } from "../server.js";
import { Command } from "./command.js";

const folder = mkdtempSync(join(tmpdir(), "hitung-words-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "it's here.txt");
writeFileSync(file, "abc");

test.each([
  [
    [file],
    `'${folder}/it'\\''s here.txt' is the name of a file, too. To count what it holds: hitung --file '${folder}/it'\\''s here.txt'\n`,
  ],
  [
    ["ask", "localhost:4000"],
    "localhost:4000 is counted as a message. To ask the server there: hitung --host localhost --port 4000 …\n",
  ],
  [
    ["[::1]:4000"],
    "'[::1]:4000' is counted as a message. To ask the server there: hitung --host ::1 --port 4000 …\n",
  ],
  [
    ["completion", "tcsh"],
    "completion is counted as a message. For completion with Tab: hitung completion bash|zsh|fish\n",
  ],
  [["completion of a task"], ""],
  [["12:30", "a:b", "localhost", "re:0", "::1", folder, `${folder}/none`], ""],
])("what words %j may have meant is told on a terminal, and changes nothing", async (words, told) => {
  const { port } = await startServer();
  const args = ["--port", String(port), "--quiet", "--lang", "en", ...words];
  const stdout = `${words.join(" ").length}\n`;
  const onTerminal = await new Command(args, { isTTY: true }).finish();
  expect(onTerminal).toEqual({ code: 0, stdout, stderr: told });
  expect(await new Command(args).finish()).toEqual({ code: 0, stdout, stderr: "" });
});
