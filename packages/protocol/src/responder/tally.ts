import { UNIT_SUMS } from "../units.js";
import type { ErrorCode } from "../wire.js";

/** How many messages were answered, and how. One tally may serve many connections; its numbers only grow. */
export class Tally {
  /** Messages that were counted, by the sum of the unit bits that they asked for. */
  readonly counted = new Float64Array(UNIT_SUMS);
  /** Errors that were told, by their `ErrorCode`; in text mode as a sentence. */
  readonly errors = new Float64Array(256);

  /**
   * Adds messages that were counted.
   * @param units the sum of the unit bits that the messages asked for
   */
  addCounted(units: number, messages: number): void {
    this.counted[units] = (this.counted[units] as number) + messages;
  }

  /** Adds an error that was told. */
  addError(code: ErrorCode): void {
    this.errors[code] = (this.errors[code] as number) + 1;
  }
}
