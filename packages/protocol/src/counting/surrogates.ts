import { checkText } from "../input.js";

/**
 * Where to cut a text so that no surrogate pair is split: at `end`, or one code unit before it if `end` would follow
 * a high surrogate, the first half of a pair.
 * @param end in UTF-16 code units
 * @throws {TypeError} if it is no text
 * @throws {RangeError} if the end is no whole number from 0 on
 */
export function cutBetweenPairs(text: string, end: number): number {
  checkText(text, "what is cut");
  if (!(end >= 0 && Number.isInteger(end))) {
    throw new RangeError(`a text is cut at a whole number from 0 on, not ${String(end)}`);
  }
  return (text.charCodeAt(end - 1) & 0xfc00) === 0xd800 ? end - 1 : end;
}
