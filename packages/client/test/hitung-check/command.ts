import { spawnSync } from "node:child_process";
import type { test } from "@jest/globals";
import { BINS, eachIf, isInstalled, testIf } from "../../../../testing/processes.js";
import { run } from "../../src/hitung-check/run.js";

/** How `hitung-check` ended, and what it printed. */
export interface Checked {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is around a run; default: no terminal, and nobody presses Ctrl-C. */
interface Conditions {
  readonly interrupt?: AbortSignal;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Runs `hitung-check` in this process to its end. Cases are played in processes of their own all the same. */
export async function check(
  args: readonly (string | number)[],
  { interrupt = new AbortController().signal, isTTY = false, columns = 0 }: Conditions = {},
): Promise<Checked> {
  let [stdout, stderr] = ["", ""];
  const io = {
    stdout: { isTTY, columns, write: (text: string) => (stdout += text), hasColors: () => true },
    stderr: { isTTY, columns, write: (text: string) => (stderr += text) },
    env: {},
    version: "1.2.3",
    program: BINS["hitung-check"],
  };
  const code = await run(args.map(String), io, interrupt);
  return { code, stdout, stderr };
}

/** What `--json` prints, of which tests look at this. */
export interface Json {
  readonly isSandboxed: boolean;
  readonly programs: readonly {
    readonly name: string;
    readonly role: "server" | "client";
    readonly passes: boolean;
    readonly points: { readonly points: number; readonly of: number };
    readonly dialect?: { readonly manner: string; readonly countsLineEnd: boolean; readonly form: object };
    readonly ports: readonly number[];
    readonly unit?: string;
    readonly cases: readonly {
      readonly id: string;
      readonly verdict: string;
      readonly remarks: readonly { readonly name: string; readonly facts: readonly string[] }[];
      readonly explanation: readonly string[];
      readonly death?: {
        readonly code: number | null;
        readonly signal: string | null;
        readonly lastLine: string;
      };
      readonly link: string;
    }[];
  }[];
  readonly problems: readonly { readonly name: string; readonly problem: string }[];
}

/** Runs `hitung-check --json`. */
export async function checkJson(args: readonly (string | number)[]): Promise<Checked & { json: Json }> {
  const [task = "", ...rest] = args;
  const checked = await check([task, "--json", "--timeout", "3", ...rest]);
  return { ...checked, json: JSON.parse(checked.stdout) as Json };
}

const LETTERS: Readonly<Record<string, string>> = {
  right: "r",
  wrong: "w",
  noReply: "n",
  died: "d",
  hung: "h",
  didNotStart: "x",
  notRun: "-",
};

/** The verdicts of a program, a letter for each case, with a space between must, should and bonus. */
export function verdictsOf({ cases }: Json["programs"][number]): string {
  const groups = ["0", "1", "2"].map((digit) =>
    cases
      .filter(({ id }) => id[1] === digit)
      .map(({ verdict }) => LETTERS[verdict])
      .join(""),
  );
  return groups.join(" ").trim();
}

/** Whether programs can be started and looked at, of which some are in Python. */
const canStart = process.platform === "linux" && isInstalled("python3");
const NEED = "python3, and Linux";

/** Tests that start servers and clients themselves, without a sandbox. */
export const testEachOnLinux: typeof test.each = eachIf(canStart, NEED);

export function testOnLinux(name: string, act: () => Promise<void>, timeout?: number): void {
  testIf(canStart, NEED, name, act, timeout);
}

const hasSandbox =
  isInstalled("bwrap") &&
  spawnSync("bwrap", ["--unshare-user", "--unshare-net", "--ro-bind", "/", "/", "true"]).status === 0;

/** A test of programs of strangers, which run in a sandbox. */
export function testInSandbox(name: string, act: () => Promise<void>, timeout = 120_000): void {
  const actInSandbox = async () => {
    // Some samples would reach for other machines.
    if (!hasSandbox) throw new Error("bwrap does not work on this machine");
    await act();
  };
  testIf(hasSandbox, "bwrap, and a kernel that lets it work", name, actInSandbox, timeout);
}
