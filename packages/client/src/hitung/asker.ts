import type { Counts, Unit } from "@hitung/protocol";
import type { TextAnswer } from "./text/answer.js";

/** The counts in the units asked for; or what a server in text mode says. */
export type Answer = Counts | TextAnswer;

/** Whether an answer is one of text mode. */
export function isText(answer: Answer): answer is TextAnswer {
  return "sentence" in answer;
}

/** A message that is being sent, in pieces of any size: a `MessageWriter` in frames, a `TextMessage` in text mode. */
export interface Question {
  /** Takes the next piece. It must not change until `drained` settles, or the answer came. */
  write(piece: Uint8Array): void;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Ends the message, and returns its answer. */
  end(): Promise<Answer>;
  /** As `end`, without a promise. The functions are called in the order of the questions, so that many may share them. */
  finish(onAnswer: (answer: Answer) => void, onFailed: (error: unknown) => void): void;
  /** Gives the message up. Where there is no such function it is ended, and its answer dropped. */
  cancel?(): void;
}

/** Puts questions to a server: a `Client` in frames, a `TextAsker` in text mode. */
export interface Asker {
  /** How many questions may wait for their answers at once, if it sets a limit at the moment. */
  readonly window?: number | undefined;
  /** Whether questions can be put at the moment. */
  readonly isConnected: boolean;
  /**
   * Begins a question, which must be ended before the next begins.
   * @param isOnly whether no other follows it
   */
  startMessage(units: readonly Unit[], isOnly?: boolean): Question;
  /** Settles once more may be sent. */
  drained(): Promise<void>;
  /** Closes at once. Questions without an answer fail. */
  close(): Promise<void>;
}
