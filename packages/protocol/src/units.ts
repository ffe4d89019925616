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

/** A set of units, as the tag of a frame carries it: the sum of their bits, 0 to 15. */
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

/** Whether a tag asks for at least one unit, and for none that is unknown. */
export function areUnits(tag: number): boolean {
  return tag > 0 && tag < UNIT_SETS;
}

/** The units in a set, lowest bit first. */
export function unitsOf(set: UnitSet): Unit[] {
  return UNITS.filter((unit) => (set & UnitBit[unit]) !== 0);
}

/** The set of these units. */
export function bitsOf(units: readonly Unit[]): UnitSet {
  return units.reduce((set, unit) => set | UnitBit[unit], 0);
}

/** How many units a tag asks for. Bits that mean no unit count as well. */
export function unitCount(tag: number): number {
  let count = 0;
  for (let rest = tag; rest !== 0; rest >>>= 1) count += rest & 1;
  return count;
}
