/** Control characters C0, DEL and C1, line and paragraph separators, and the bidirectional controls of UAX #9. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a server may not pass on to a terminal
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** A line of a server as it may be shown: nothing in it steers the terminal of a person, or reorders what is read. */
export function printable(line: string): string {
  return line.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

/** Text of a server as it may be shown, in its lines. */
export function printableLines(text: string): string {
  return text.split(/\r?\n/).map(printable).join("\n");
}
