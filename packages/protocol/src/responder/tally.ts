import { UNIT_SETS, type UnitSet } from "../units.js";
import type { ErrorCode } from "../wire.js";

/** How many messages were answered, and how. Many connections may share one tally. Its numbers only grow. */
export class Tally {
  /** Messages that were counted, by the set of units that they asked for. */
  readonly counted = new Float64Array(UNIT_SETS);
  /** Errors that were sent, by their `ErrorCode`. Text mode sends them as sentences. */
  readonly errors = new Float64Array(256);

  /** Adds messages that were counted and asked for these units. */
  addCounted(units: UnitSet, messages: number): void {
    this.counted[units] = (this.counted[units] as number) + messages;
  }

  /** Adds an error that was sent. */
  addError(code: ErrorCode): void {
    this.errors[code] = (this.errors[code] as number) + 1;
  }
}
