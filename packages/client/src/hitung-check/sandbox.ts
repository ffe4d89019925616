import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import type { Job, Outcome } from "./job.js";

/** The file that plays a case, beside that of this program. */
const STAGE = "hitung-check-stage.cjs";
/** No case takes longer, in milliseconds, whatever it waits for; one with a long timeout may take some times that. */
const LONGEST_CASE_MS = 120_000;
/** The size of a sandbox's /tmp, in bytes. */
const TMP_SIZE = 256 * 1024 ** 2;

const NOT_RUN: Outcome = { verdict: "notRun", remarks: [], transcript: [] };

/** Where programs of strangers run. */
export interface Sandbox {
  /** Undefined if this machine has no sandbox: why. */
  readonly lack?: string;
  /** How many cases can run side by side. */
  readonly parallelism: number;
  /** The file that plays a case. */
  readonly stage: string;
  /** Runs a command in it, with these files and folders besides those of the system, of which some can be written to. */
  wrap(command: readonly string[], folder: string, writable?: readonly string[]): readonly string[];
}

/**
 * A sandbox of bubblewrap (bwrap), if it is installed and works.
 * @param program the file of this program
 */
export function findSandbox(program: string): Sandbox {
  // npm puts a link on the PATH.
  const stage = join(dirname(realpathSync(program)), STAGE);
  const lack = lackOfBubblewrap();
  if (lack !== undefined) return { lack, parallelism: 1, stage, wrap: (command) => command };
  // Most of the time a case waits.
  return { parallelism: 3 * availableParallelism(), stage, wrap: bubblewrap };
}

function lackOfBubblewrap(): string | undefined {
  const [file = "", ...args] = bubblewrap(["true"], "/");
  const { error, status, stderr } = spawnSync(file, args, { encoding: "utf8" });
  if (error !== undefined) return (error as NodeJS.ErrnoException).code ?? error.message;
  return status === 0 ? undefined : (stderr.trim().split("\n").at(-1) ?? String(status));
}

/** A command in a sandbox: nothing of the system can be changed, no network but loopback, no other process is seen. */
function bubblewrap(command: readonly string[], folder: string, writable: readonly string[] = []): string[] {
  // Its own /tmp hides what stands in the machine's.
  const hidden = [folder, dirname(dirname(process.execPath)), ...command.map(folderOf)].filter(
    (path) => path === tmpdir() || path.startsWith("/tmp/"),
  );
  return [
    "bwrap",
    ...["--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"],
    ...["--uid", "0", "--gid", "0", "--cap-drop", "ALL", "--cap-add", "CAP_NET_ADMIN"],
    ...["--die-with-parent", "--new-session"],
    ...["--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"],
    ...[
      "--size",
      String(TMP_SIZE),
      "--tmpfs",
      "/tmp",
      "--setenv",
      "HOME",
      "/tmp",
      "--setenv",
      "TMPDIR",
      "/tmp",
    ],
    ...[...new Set(hidden)].filter((path) => existsSync(path)).flatMap((path) => ["--ro-bind", path, path]),
    ...writable.flatMap((path) => ["--bind", path, path]),
    ...["--chdir", folder],
    "--",
    ...command,
  ];
}

/** The folder of the file that a word of a command names, if it names one. */
function folderOf(word: string): string {
  return word.startsWith("/") ? dirname(resolve(word)) : "/";
}

/** Has a case played in a process of its own, and in a sandbox if there is one. Nothing that it starts outlives it. */
export async function playIn(
  sandbox: Sandbox,
  job: Job,
  folder: string,
  signal: AbortSignal,
): Promise<Outcome> {
  if (signal.aborted) return NOT_RUN;
  const command = [process.execPath, sandbox.stage];
  const [file = "", ...args] = job.isSandboxed
    ? sandbox.wrap([...command, ...(job.command ?? [])], folder)
    : command;
  // The words of the program only tell which files it needs.
  const ownArgs = job.isSandboxed ? args.slice(0, args.length - (job.command?.length ?? 0)) : args;
  const child = spawn(file, ownArgs, { cwd: folder });
  const giveUp = () => endStage(child, job.isSandboxed);
  const timer = setTimeout(giveUp, LONGEST_CASE_MS + 20 * job.timeout);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    child.stdin.on("error", () => {});
    child.stdin.write(`${JSON.stringify(job)}\n`);
    const [output, complaint] = await Promise.all([text(child.stdout), text(child.stderr)]);
    if (output === "") {
      if (signal.aborted) return NOT_RUN;
      if (complaint !== "") throw new Error(`the stage of case ${job.id} failed: ${complaint}`);
      return { verdict: "hung", remarks: [], transcript: [] };
    }
    return JSON.parse(output) as Outcome;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", giveUp);
  }
}

/** A sandbox ends with all that is in it; a stage without one ends its program first. */
function endStage(child: ChildProcessWithoutNullStreams, isSandboxed: boolean): void {
  if (isSandboxed) child.kill("SIGKILL");
  else child.stdin.end();
}
