/** Control characters C0, DEL and C1, line and paragraph separators, bidirectional controls (UAX #9), BOM. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a terminal
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/**
 * Makes the text of a stranger safe for one line of a terminal or of a log: nothing in it moves the cursor, changes
 * colours or reorders the line. Each character that would do so becomes an escape, such as `\x1b` or `\u202e`.
 */
export function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** Does the same with a text of several lines. LF and CR LF end a line, and become LF. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join("\n");
}
