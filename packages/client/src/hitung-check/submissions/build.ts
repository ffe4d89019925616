import { execFile } from "node:child_process";
import { accessSync, constants, mkdirSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Subject } from "../result.js";
import type { Sandbox } from "../sandbox.js";
import type { Problem, Submission } from "./find.js";

/** A compiler that takes longer has a fault, in milliseconds. */
const BUILD_MS = 120_000;

/** Compiles a submission if it must be, and returns how to start it, or what this machine lacks for it. */
export async function prepare(
  submission: Submission,
  output: string,
  sandbox: Sandbox,
  signal: AbortSignal,
): Promise<Subject | Problem> {
  const { name, role, folder, command, build, source, language, siblings } = submission;
  const subject = { name, role, folder, sources: source === undefined ? siblings : [source] };
  mkdirSync(output, { recursive: true });
  const compiler =
    build === undefined ? language?.compile?.(source ?? "", output, siblings) : ["sh", "-c", build];
  const start =
    command === undefined
      ? (language?.run(source ?? "", output, readFileSync(source ?? "", "utf8")) ?? [])
      : ["sh", "-c", command];
  const missing = [toolOf(compiler), toolOf(start)].find((tool) => tool !== undefined && !isInstalled(tool));
  if (missing !== undefined) return { name, problem: ["noTool", missing] };
  if (compiler !== undefined) {
    // A command of the author may write where its files are.
    const writable = [...(build === undefined ? [] : [folder]), join(output, "..")];
    const failure = await compile(sandbox.wrap(compiler, folder, writable), folder, signal);
    if (failure !== undefined) return { ...subject, command: start, buildFailure: failure };
  }
  return { ...subject, command: start };
}

/** The program that a command needs. */
function toolOf(command: readonly string[] | undefined): string | undefined {
  const words = command?.[0] === "env" ? command.slice(1).filter((word) => !/^\w+=/.test(word)) : command;
  return words?.[0]?.includes("/") ? undefined : words?.[0];
}

function isInstalled(tool: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, tool), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** @returns the first line that tells what is wrong, if it fails */
async function compile(
  [file = "", ...args]: readonly string[],
  cwd: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  return await new Promise((done) => {
    execFile(
      file,
      args,
      { cwd, signal, timeout: BUILD_MS, killSignal: "SIGKILL" },
      (error, stdout, stderr) => {
        const lines = `${stderr}\n${stdout}`.split("\n").map((line) => line.trim());
        const telling = lines.find((line) => /error|:\d+:/i.test(line)) ?? lines.find((line) => line !== "");
        done(error === null ? undefined : (telling ?? error.message));
      },
    );
  });
}
