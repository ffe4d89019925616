/**
 * Where to cut a text at `end`, or right before it, so that no surrogate pair is parted: `end`, or one less where the
 * code unit before it is a high surrogate, the first half of a pair.
 */
export function cutBetweenPairs(text: string, end: number): number {
  return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}
