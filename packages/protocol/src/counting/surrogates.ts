/**
 * Where to cut a text so that no surrogate pair is split: at `end`, or one code unit before it if `end` would follow
 * a high surrogate, the first half of a pair.
 */
export function cutBetweenPairs(text: string, end: number): number {
  return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}
