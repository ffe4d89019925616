/** A copy in random order, each of which is as likely as any other (Fisher and Yates). */
export function shuffled<T>(items: readonly T[]): T[] {
  const copy = [...items];
  for (let end = copy.length - 1; end > 0; end--) {
    const at = Math.floor(Math.random() * (end + 1));
    [copy[at], copy[end]] = [copy[end] as T, copy[at] as T];
  }
  return copy;
}
