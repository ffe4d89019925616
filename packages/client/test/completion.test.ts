import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { temporaryFolder } from "../../../testing/certificates.js";
import { BINS, isInstalled, startProgram, testIf, testWith } from "../../../testing/processes.js";
import { Terminal } from "../../../testing/terminal.js";
import { startServer } from "./server.js";

const folder = temporaryFolder();
for (const name of ["a b.txt", "c.md"]) writeFileSync(join(folder, name), "");

/** In place of the programs: shows the arguments that the shell made of the line. */
for (const name of Object.keys(BINS)) {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\nprintf '(%s)' "$@"\necho .\n`, { mode: 0o755 });
}

/** A line up to the cursor, a Tab, and the arguments that come of it. */
const CASES: readonly [typed: string, args: readonly string[]][] = [
  ["hitung --los\t", ["--lossy"]],
  ["hitung --lang e\t", ["--lang", "en"]],
  ["hitung --unit g\t", ["--unit", "graphemes"]],
  ["hitung --unit=graphemes,by\t", ["--unit=graphemes,bytes"]],
  ["hitung -qu u\t", ["-qu", "utf16"]],
  ["hitung --encoding shift_\t", ["--encoding", "shift_jis"]],
  ["hitung -q -f a\t", ["-q", "-f", "a b.txt"]],
  ["hitung --file x c\t", ["--file", "x", "c.md"]],
  ["hitung --tls-ca c\t", ["--tls-ca", "c.md"]],
  // A message is completed to nothing, nor what looks like an option in it.
  ["hitung a\t", ["a"]],
  ["hitung -- --los\t", ["--", "--los"]],
  ["hitung compl\t ba\t", ["completion", "bash"]],
  ["hitung-bench --mode t\t", ["--mode", "text"]],
  ["hitung-bench --plot c\t", ["--plot", "c.md"]],
  ["hitung-check --level f\t", ["--level", "frames"]],
  ["hitung-check --html c\t", ["--html", "c.md"]],
  ["hitung-server --log-level d\t", ["--log-level", "debug"]],
  ["hitung-server --log-messages=of\t", ["--log-messages=off"]],
  ["hitung-server --log-messages --soc\t", ["--log-messages", "--socket"]],
  ["hitung-server compl\t z\t", ["completion", "zsh"]],
];

/** The options that the help of a program names. */
function optionsIn(program: keyof typeof BINS): string[] {
  const help = execFileSync(process.execPath, [BINS[program], "--help"], { encoding: "utf8" });
  return Array.from(help.matchAll(/^ +(?:-\w, )?(--[\w-]+)/gm), ([, option]) => option as string);
}

const SHELLS = {
  bash: ["bash", "--norc", "--noprofile", "-i"],
  zsh: ["zsh", "-f", "-i"],
  fish: ["fish", "--no-config", "-i"],
};

const PATH = `${folder}:${process.env.PATH}`;

describe.each(Object.keys(SHELLS) as (keyof typeof SHELLS)[])("%s", (shell) => {
  const isRunnable = isInstalled(shell) && isInstalled("python3");

  /** The shell as a person uses it, who has added the lines that the help tells to its file. */
  async function start(): Promise<Terminal> {
    const terminal = new Terminal(SHELLS[shell], { PATH, HOME: folder, LC_ALL: "C.UTF-8" });
    const setUp = ["hitung", "hitung-server"].map((name) => {
      const command = `'${process.execPath}' '${BINS[name as keyof typeof BINS]}' completion ${shell} --lang en`;
      return shell === "fish" ? `${command} | source` : `eval "$(${command})"`;
    });
    const lines = ["stty rows 50 cols 120", `cd '${folder}'`, ...setUp];
    for (const line of lines) terminal.press(`${line}\r`);
    await terminal.type("hitung ready\r", "(ready).");
    return terminal;
  }

  testIf(isRunnable, `${shell} and python3`, "completes options, values and files with Tab", async () => {
    const terminal = await start();
    for (const [typed, args] of CASES) {
      const start = terminal.output.length;
      await terminal.type(`${typed}\r`, ").");
      const [shown] = /\(.*\)\.(?=\r)/.exec(terminal.output.slice(start)) ?? [];
      expect([typed, shown]).toEqual([typed, `${args.map((arg) => `(${arg})`).join("")}.`]);
    }
  });
});

describe("hitung completion", () => {
  test.each([
    [["completion", "bash"], 'eval "$(hitung completion bash)"'],
    [["completion", "zsh", "--lang", "en"], "[all units at once]"],
    [["completion", "fish"], "-d 'semua satuan sekaligus'"],
  ])("%j prints a script", async (args, part) => {
    const { code, stdout, stderr } = await startProgram("hitung", ...args).finish();
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(part);
  });

  test("its help tells how to set up the shell", async () => {
    const { code, stdout } = await startProgram("hitung", "completion", "zsh", "-h", "--lang", "en").finish();
    expect(code).toBe(0);
    expect(stdout).toContain('  eval "$(hitung completion zsh)"  in ~/.zshrc, for every new zsh\n');
  });

  test("takes nothing but --lang", async () => {
    const more = await startProgram("hitung", "completion", "bash", "--port", "1", "--lang", "en").finish();
    expect(more).toMatchObject({ code: 2, stdout: "" });
    expect(more.stderr).toContain("unknown option --port");
    expect(await startProgram("hitung", "completion", "bash", "x").finish()).toMatchObject({ code: 2 });
  });

  test.each([[["--", "completion", "bash"]], [["completion bash"]], [["completion", "tcsh"]]])(
    "%j is a message",
    async (args) => {
      const { port } = await startServer();
      const { code, stdout } = await startProgram("hitung", "-q", "--port", port, ...args).finish();
      expect([code, stdout]).toEqual([0, "15\n"]);
    },
  );
});

testWith("fish", "fish offers every option that the help names, with its meaning", () => {
  for (const program of Object.keys(BINS) as (keyof typeof BINS)[]) {
    const owner = program === "hitung-server" ? program : "hitung";
    const script = execFileSync(process.execPath, [BINS[owner], "completion", "fish", "--lang", "en"]);
    writeFileSync(join(folder, "script.fish"), script);
    const ask = `source script.fish; complete -C '${program} --'`;
    const offered = execFileSync("fish", ["--no-config", "-c", ask], {
      cwd: folder,
      env: { PATH, HOME: folder },
      encoding: "utf8",
    });
    const rows = offered
      .trimEnd()
      .split("\n")
      .map((row) => row.split("\t"));
    // With = behind it an option is offered again if its value may be left out.
    const options = new Set(rows.map(([option = ""]) => option.replace(/=$/, "")));
    expect([...options].toSorted()).toEqual(optionsIn(program).toSorted());
    expect(rows.find(([option]) => option === "--lang")?.[1]).toMatch(/^language/);
  }
});
