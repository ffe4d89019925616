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

/** How the units are called on a command line. */
export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  codePoints: "code-points",
  graphemes: "graphemes",
  utf16: "utf16",
  bytes: "bytes",
};

/** All units, in the order of their bits. */
export const UNITS = Object.keys(UnitBit) as readonly Unit[];

/** All bits that mean a unit. */
const ALL_UNIT_BITS: number = Object.values(UnitBit).reduce((bits, bit) => bits | bit, 0);

/** How many sums of unit bits there are, 0 among them. */
export const UNIT_SUMS = ALL_UNIT_BITS + 1;

/** Whether a tag asks for at least one unit, and for none that is unknown. */
export function areUnits(bits: number): boolean {
  return bits !== 0 && (bits & ~ALL_UNIT_BITS) === 0;
}

/** The units that the bits ask for, lowest bit first. */
export function unitsOf(bits: number): Unit[] {
  return UNITS.filter((unit) => (bits & UnitBit[unit]) !== 0);
}

/** The bits that ask for the units. */
export function bitsOf(units: readonly Unit[]): number {
  return units.reduce((bits, unit) => bits | UnitBit[unit], 0);
}
