import type { Form } from "./reading/form.js";
import type { Reason } from "./reading/reasons.js";
import type { Exit } from "./stage/program.js";
import type { Entry } from "./stage/transcript.js";

// What a stage is asked to play, and what it tells of it. Both go through pipes as JSON.

/** What must come behind a message so that a server answers: nothing, LF, or the end of the stream. */
export type Manner = "plain" | "line" | "end";

/** How a server is spoken to, as was found out. */
export interface Dialect {
  readonly manner: Manner;
  /** Whether LF, which it waits for, counts as a character for it. */
  readonly countsLineEnd: boolean;
  readonly form: Form;
}

export type Role = "server" | "client";

/** One case for one program. */
export interface Job {
  /** The case, or `probe`. */
  readonly id: string;
  readonly role: Role;
  /** The program to start. Without one, a server runs already. */
  readonly command?: readonly string[];
  readonly host: string;
  /** Where the server listens, or should listen. */
  readonly port: number;
  /** Where else a client may look for its server. */
  readonly morePorts?: readonly number[];
  readonly dialect?: Dialect;
  /** For the probe: what is asked, and how first. */
  readonly message?: string;
  readonly manner?: Manner;
  /** How long nothing may happen, in milliseconds. */
  readonly timeout: number;
  readonly isSandboxed: boolean;
}

export type Verdict = "right" | "wrong" | "noReply" | "died" | "hung" | "didNotStart" | "notRun";

/** A fact that is told beside a verdict: its name in the wording, and what is filled in. */
export type Remark =
  | Reason
  | readonly [name: "otherPort", ports: string]
  | readonly [name: "udp", port: string]
  | readonly [name: "listensNowhere"]
  | readonly [name: "portTaken", port: string]
  | readonly [name: "asksNothing" | "onlyOneMessage" | "onlyOneClient" | "endsEachReply"]
  | readonly [name: "refused" | "noConnection"]
  | readonly [name: "noNumber", reply: string]
  | readonly [name: "closedWithoutReply" | "resetWithoutReply" | "silent" | "busy" | "flood"]
  | readonly [name: "resetAfterReply" | "restFollows", bytes?: string]
  | readonly [name: "extraReply", counts: string]
  | readonly [name: "countsUnit", unit: string]
  | readonly [name: "unanswered", count: string, of: string]
  | readonly [name: "sampleFails"]
  | readonly [name: "ended" | "endedBefore"]
  | readonly [name: "firstPiece", got: string, expected: string]
  | readonly [name: "notOurs" | "needsProc"]
  | readonly [name: "needsSettings", count: string, of: string]
  | readonly [name: "vector", vector: string, how: string, came: string, expected: string]
  // Clients.
  | readonly [name: "neverConnects" | "sendsNothing" | "speaksUdp" | "notTyped"]
  | readonly [name: "sends", bytes: string, expected: string]
  | readonly [name: "sendsBefore" | "sendsAfter" | "sendsLength", bytes: string]
  | readonly [name: "shows", shown: string, expected: string]
  | readonly [name: "showsInteger" | "showsPart", shown: string, expected: string]
  | readonly [name: "needsLineEnd" | "needsEnd"]
  | readonly [name: "endsItself" | "endsAtInput" | "staysOpen"]
  | readonly [name: "endsAt", word: string]
  | readonly [name: "saysNothing" | "traceback" | "pretends"]
  | readonly [name: "tooManyProcesses" | "tooMuchMemory"]
  | readonly [name: "buildFailed", line: string];

/** What came of one case. */
export interface Outcome {
  readonly verdict: Verdict;
  readonly remarks: readonly Remark[];
  /** How the program ended, if it ended with an error. */
  readonly death?: Exit;
  readonly transcript: readonly Entry[];
  /** For the probe. */
  readonly probe?: Probe;
}

/** The reply to the first message, and how it came. */
export interface Probe {
  readonly manner: Manner;
  /** In hexadecimal digits. */
  readonly reply: string;
  readonly ports: readonly number[];
}

/** A case does not hold: it ends here. */
export class Finding extends Error {
  readonly verdict: Verdict;
  readonly remarks: readonly Remark[];

  constructor(verdict: Verdict, ...remarks: Remark[]) {
    super(`${verdict}: ${JSON.stringify(remarks)}`);
    this.verdict = verdict;
    this.remarks = remarks;
  }
}
