import { MessageCounter } from "../counting/message-counter.js";
import { explainInvalidUtf8, explainTooLarge } from "../frames/reply.js";
import { areUnits, type UnitSet } from "../units.js";
import { ErrorCode } from "../wire.js";
import type { MessageObserver, Outcome, Responder, ResponderOptions } from "./responder.js";
import type { Tally } from "./tally.js";

/** In bytes: a message of which more is to come, or of a line more has come, is a large one. */
export const MUCH = 64 * 1024;

/** The outcome of every message that is counted: one object for all, so that an answer allocates nothing. */
const COUNTED = { kind: "counted", counts: [] as number[] } as const;

/**
 * Answers the messages of one connection in either mode: it counts them, holds them to the limit, and tells the tally
 * and the observer. The mode writes the outcome, as a frame or as a sentence.
 */
export class Answerer {
  /** How many messages were answered. */
  messages = 0;
  /** The largest message that is counted, in bytes. */
  readonly maxMessageSize: number;
  readonly tally: Tally | undefined;
  readonly #counter = new MessageCounter();
  readonly #observer: MessageObserver | undefined;
  #units: UnitSet = 0;
  /** Why the units of the current message cannot be counted. */
  #unitsError = "";
  /** How many bytes of the current message came. */
  size = 0;

  constructor({ observer, maxMessageSize = Infinity, tallies }: ResponderOptions, mode: Responder["mode"]) {
    this.#observer = observer;
    this.maxMessageSize = maxMessageSize;
    this.tally = tallies?.[mode];
  }

  /** Where the current message is ill-formed, in bytes from its start; -1 if it is not. */
  get invalidAt(): number {
    return this.#counter.invalidAt;
  }

  /** Starts a message that asks for these units. */
  begin(units: UnitSet): void {
    this.#units = units;
    this.#unitsError = areUnits(units) ? "" : `units ${units}: unknown, or none`;
    this.size = 0;
    this.#counter.reset(this.#unitsError === "" ? units : 0);
  }

  /** Goes on with the message: all its frames must ask for the same units. */
  resume(units: UnitSet): void {
    if (units === this.#units || this.#unitsError !== "") return;
    this.#unitsError = `units ${units}: not those of the message's first frame, ${this.#units}`;
  }

  /** Takes the next piece of the message: `chunk` from `from` up to `to`. */
  addPiece(chunk: Uint8Array, from: number, to: number): void {
    this.#observer?.onPiece(chunk, from, to);
    this.size += to - from;
    if (this.#unitsError === "" && this.size <= this.maxMessageSize) this.#counter.write(chunk, from, to);
  }

  /** Ends the message. The outcome is valid until the next message ends. */
  answer(): Outcome {
    this.#counter.end();
    this.messages++;
    const { invalidAt, maxMessageSize } = this;
    if (this.#unitsError !== "") return this.fail(ErrorCode.INVALID_UNITS, this.#unitsError);
    if (this.size > maxMessageSize)
      return this.fail(ErrorCode.MESSAGE_TOO_LARGE, explainTooLarge(maxMessageSize));
    if (invalidAt >= 0) return this.fail(ErrorCode.INVALID_UTF8, explainInvalidUtf8(invalidAt));
    this.#counter.counts(COUNTED.counts);
    this.tally?.addCounted(this.#units, 1);
    this.#observer?.onAnswer({ kind: "counted", counts: [...COUNTED.counts] });
    return COUNTED;
  }

  /** Notes an error, and returns it. */
  fail(code: ErrorCode, explanation: string): Outcome {
    const outcome = { kind: "failed", code, explanation } as const;
    this.tally?.addError(code);
    this.#observer?.onAnswer(outcome);
    return outcome;
  }
}
