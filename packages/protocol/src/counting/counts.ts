import { type Unit, type UnitSet, unitsOf } from "../units.js";

/** One number, 0 to 2^53 - 1, for each unit that was asked for. */
export type Counts<U extends Unit = Unit> = Readonly<Record<U, number>>;

/**
 * Names the numbers, which are in the order of the units' bits.
 * @throws {RangeError} if it is no set of units, or has not as many as there are numbers
 */
export function toCounts<U extends Unit>(set: UnitSet, counts: readonly number[]): Counts<U> {
  const units = unitsOf(set);
  if (counts.length !== units.length) {
    throw new RangeError(`${units.length} units have as many numbers, not ${counts.length}`);
  }
  const named: Partial<Record<Unit, number>> = {};
  for (let at = 0; at < units.length; at++) named[units[at] as Unit] = counts[at] as number;
  return named as Counts<U>;
}
