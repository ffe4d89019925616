import { Finding, type Job, type Outcome, type Probe, type Remark, type Verdict } from "../job.js";
import { Patience } from "./patience.js";
import { hasProc } from "./processes.js";
import { type Exit, Program } from "./program.js";
import { Transcript } from "./transcript.js";

/** A silence that is longer than this was not meant: the machine was busy. In milliseconds. */
const LONGEST_GAP_MS = 100;

/** What a case is played on: a program, what is said to it, and what is written down of it. */
export abstract class Scene {
  readonly job: Job;
  readonly transcript = new Transcript();
  program: Program | undefined;
  readonly patience: Patience;
  /** Facts that are told also if the case holds. */
  readonly remarks: Remark[] = [];
  /** What the probe found out. */
  found: Probe | undefined;
  /** Whether this machine was too slow to play the case as it is meant. */
  wasSlow = false;

  constructor(job: Job) {
    this.job = job;
    this.patience = new Patience({ pulse: () => `${this.program?.pulse()} ${this.pulse()}` }, job.timeout);
  }

  /** Changes whenever something happens on a connection. */
  protected abstract pulse(): string;

  /** Notes the time between two pieces of a message, in milliseconds. The program may have taken it for a pause. */
  noteGap(gap: number): void {
    this.wasSlow ||= gap > LONGEST_GAP_MS;
  }

  protected startProgram(command: readonly string[]): Program {
    if (!hasProc) throw new Finding("notRun", ["needsProc"]);
    this.program = new Program(command, this.transcript);
    return this.program;
  }

  /** How the program died, if it did: it ended, and not well. */
  get death(): Exit | undefined {
    const exit = this.program?.exit;
    return exit === undefined || (exit.code === 0 && exit.excess === undefined) ? undefined : exit;
  }

  /**
   * Plays a case to its end, and ends what it started.
   * @param signal aborted if nobody wants to know any more
   */
  async play(act: () => Promise<void>, signal?: AbortSignal): Promise<Outcome> {
    const isOver = new Promise<never>((_, reject) => {
      if (signal?.aborted) reject(new Finding("notRun"));
      signal?.addEventListener("abort", () => reject(new Finding("notRun")), { once: true });
    });
    let verdict: Verdict = "right";
    let remarks: readonly Remark[] = [];
    try {
      await Promise.race([act().then(() => this.close()), isOver]);
    } catch (error) {
      if (!(error instanceof Finding)) throw error;
      ({ verdict, remarks } = error);
    }
    const death = this.deathToTell(verdict);
    await this.cleanUp();
    await this.program?.kill();
    const excess =
      death?.excess && ({ processes: "tooManyProcesses", memory: "tooMuchMemory" } as const)[death.excess];
    return {
      verdict,
      remarks: [...remarks, ...this.remarks, ...(excess ? [[excess] as const] : [])],
      ...(death && { death }),
      ...(this.found && { probe: this.found }),
      transcript: this.transcript.entries,
    };
  }

  /** How the program died, if that is worth to be told beside this verdict. */
  protected deathToTell(_verdict: Verdict): Exit | undefined {
    return this.death;
  }

  /** What follows a case that holds, before the program is ended. */
  protected async close(): Promise<void> {}

  /** Closes what is open. */
  protected async cleanUp(): Promise<void> {}
}
