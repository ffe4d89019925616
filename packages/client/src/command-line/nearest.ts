/** The name that was probably meant, or undefined if each is more than two slips of the fingers away (a short one: one). */
export function nearestTo(typed: string, names: readonly string[]): string | undefined {
  return names
    .map((name) => ({ name, slips: slipsBetween(typed, name) }))
    .filter(({ name, slips }) => slips <= (name.length <= 3 ? 1 : 2))
    .sort((one, other) => one.slips - other.slips)[0]?.name;
}

/**
 * How many letters are missing, too many, wrong or swapped with their neighbour: the Damerau-Levenshtein distance
 * (optimal string alignment).
 */
function slipsBetween(typed: string, meant: string): number {
  const rows: number[][] = [Array.from({ length: meant.length + 1 }, (_, at) => at)];
  const slips = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= typed.length; i++) {
    rows[i] = [i];
    for (let j = 1; j <= meant.length; j++) {
      const wrong = typed[i - 1] === meant[j - 1] ? 0 : 1;
      const isSwapped = typed[i - 1] === meant[j - 2] && typed[i - 2] === meant[j - 1];
      (rows[i] as number[])[j] = Math.min(
        slips(i - 1, j) + 1,
        slips(i, j - 1) + 1,
        slips(i - 1, j - 1) + wrong,
        isSwapped ? slips(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return slips(typed.length, meant.length);
}
