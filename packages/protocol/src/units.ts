import { kindOf } from "./input.js";

/**
 * What can be counted, by the bit that asks for it in the tag of a frame. Several may be asked for at once.
 * COUNTS carries them in this order, lowest bit first.
 */
export const UnitBit = {
  /** Unicode code points, as Python's `len` counts. */
  codePoints: 1,
  /** Extended grapheme clusters (UAX #29), as a person reading the screen counts. */
  graphemes: 2,
  /** UTF-16 code units, as `length` of a string counts in JavaScript, Java and C#. */
  utf16: 4,
  /** Bytes of UTF-8, as disks and wires count. */
  bytes: 8,
} as const;

/** A unit of counting. */
export type Unit = keyof typeof UnitBit;

/** A set of units, as the tag of a frame carries it: the bitwise OR of their bits, 0 to 15. */
export type UnitSet = number;

/** The names of the units on a command line. */
export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  codePoints: "code-points",
  graphemes: "graphemes",
  utf16: "utf16",
  bytes: "bytes",
};

/** All units, in the order of their bits. */
export const UNITS = Object.keys(UnitBit) as readonly Unit[];

/** How many sets of units there are; the empty set is one of them. */
export const UNIT_SETS = 1 << UNITS.length;

/** The units in each set. */
const SETS = Array.from({ length: UNIT_SETS }, (_, set) =>
  Object.freeze(UNITS.filter((unit) => (set & UnitBit[unit]) !== 0)),
);

/** Whether a tag asks for at least one unit, and for none that is unknown. */
export function areUnits(tag: number): boolean {
  return tag > 0 && tag === (tag & (UNIT_SETS - 1));
}

/**
 * The units in a set, lowest bit first.
 * @throws {RangeError} if it is no set of units
 */
export function unitsOf(set: UnitSet): readonly Unit[] {
  if (set !== 0 && !areUnits(set)) {
    throw new RangeError(`a set of units is a whole number from 0 to ${UNIT_SETS - 1}, not ${String(set)}`);
  }
  return SETS[set] as readonly Unit[];
}

/**
 * The bit of a unit.
 * @throws {RangeError} if there is no such unit
 */
export function bitOf(unit: Unit): UnitSet {
  const bit: unknown = UnitBit[unit];
  // What every object inherits, such as `toString`, is no number.
  if (typeof bit === "number") return bit;
  throw new RangeError(`there is no unit ${String(unit)}; the units are ${UNITS.join(", ")}`);
}

/**
 * The set of these units.
 * @throws {TypeError} if they are no array
 * @throws {RangeError} if one is unknown
 */
export function bitsOf(units: readonly Unit[]): UnitSet {
  if (!Array.isArray(units)) {
    throw new TypeError(`units must be an array of ${UNITS.join(", ")}, not ${kindOf(units)}`);
  }
  let set = 0;
  for (const unit of units) set |= bitOf(unit);
  return set;
}

/** How many units a tag asks for. Bits that mean no unit count as well. */
export function unitCount(tag: number): number {
  let count = 0;
  for (let rest = tag; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
}
