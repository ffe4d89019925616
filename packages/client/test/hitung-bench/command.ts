import { run } from "../../src/hitung-bench/run.js";

/** How `hitung-bench` ended, and what it printed. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** What is around a run; default: no terminal, no variables, and nobody presses Ctrl-C. */
interface BenchConditions {
  readonly interrupt?: AbortSignal;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs `hitung-bench` in this process to its end. */
export async function bench(
  args: readonly (string | number)[],
  { interrupt = new AbortController().signal, isTTY = false, columns = 0, env = {} }: BenchConditions = {},
): Promise<Outcome> {
  let [stdout, stderr] = ["", ""];
  const io = {
    stdout: { isTTY, columns, write: (text: string) => (stdout += text) },
    stderr: { isTTY, write: (text: string) => (stderr += text) },
    env,
    version: "1.2.3",
    program: "",
  };
  const code = await run(args.map(String), io, interrupt);
  return { code, stdout, stderr };
}

/** What `--json` prints, of which tests look at this. */
export interface Json {
  readonly settings: Record<string, unknown>;
  readonly messages: number;
  readonly seconds: number;
  readonly messagesPerSecond: number;
  readonly bytesPerSecond: number;
  readonly latencyMicroseconds: Record<"p50" | "p90" | "p99" | "p99.9" | "max", number>;
  readonly wrongAnswers: number;
  readonly errors: number;
  readonly isInterrupted: boolean;
  readonly firstMismatch?: { readonly came: string; readonly expected: string };
  readonly failure?: { readonly code: string; readonly detail: string };
}

/** Runs `hitung-bench --json` in this process to its end. */
export async function benchJson(
  args: readonly (string | number)[],
  conditions?: BenchConditions,
): Promise<Outcome & { json: Json }> {
  const outcome = await bench([...args, "--json"], conditions);
  return { ...outcome, json: JSON.parse(outcome.stdout) as Json };
}
