/** Control characters C0, DEL and C1, line and paragraph separators, and the bidirectional controls of UAX #9. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a log must not pass on to a terminal
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text as it may be shown on a terminal: nothing in it moves the cursor, changes colours or reorders the line. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}
