import type { Sizes } from "./sizes.js";

/** The size in bytes of an `int` of C. */
const INT_SIZE = 4;

/** Line ends that are left of a reply before, and those that end this one; NULs are the end of a string of C. */
const AROUND = /^[\r\n]+|\0*(\r?\n)?\0*$/g;

/** What a server replied: as people read it, and the number in it. */
export interface ReadReply {
  /** The text without the line end or NUL behind it. */
  readonly sentence: string;
  /** Undefined if there is no number in it, or it is not clear which one is meant. */
  readonly count: number | undefined;
  /** The sentence with `#` for each number and `*` for the message, which is the same for each message. */
  readonly shape: string;
}

/**
 * Reads a reply in free text, or a 32-bit integer as C sends it.
 * @param message what was asked, which the reply may quote, as far as it is known
 * @param sizes of the message
 */
export function readReply(bytes: Buffer, message: string, sizes: Sizes): ReadReply {
  const sentence = bytes.toString("utf8").replace(AROUND, "");
  const integer = integerIn(bytes, sentence, sizes);
  if (integer !== undefined) return { ...integer, shape: "int32" };
  const rest = withoutQuote(sentence, message);
  const numbers = new Set(rest.match(/\d+/g));
  const shape = rest.replace(/\d+/g, "#");
  if (numbers.size > 0) {
    const counts = [...numbers].map(Number);
    // Of several numbers, such as that of a port, only one that may be a count is meant.
    const likely = counts.length === 1 ? counts : counts.filter((number) => sizes.has(number));
    return { sentence, count: likely.length === 1 ? likely[0] : undefined, shape };
  }
  // A message of digits that is the whole of the number is its quote, unless it happens to count itself.
  const isItsOwnCount = /^\d+$/.test(message) && sentence.includes(message) && sizes.has(Number(message));
  return { sentence, count: isItsOwnCount ? Number(message) : undefined, shape };
}

/** All whole numbers in a reply. */
export function numbersIn(bytes: Buffer): number[] {
  const numbers = (bytes.toString("latin1").match(/\d+/g) ?? []).map(Number);
  return bytes.length === INT_SIZE ? [...numbers, bytes.readInt32LE(), bytes.readInt32BE()] : numbers;
}

/** The smaller of the two numbers that the bytes of an `int` may be, as nobody counts to 16 million here. */
function integerIn(bytes: Buffer, sentence: string, sizes: Sizes) {
  if (bytes.length !== INT_SIZE || !bytes.includes(0)) return undefined;
  const [little, big] = [bytes.readUInt32LE(), bytes.readUInt32BE()];
  const count = Math.min(little, big);
  // "1" and NULs are digits, and the integer 49.
  const isText = /^[ -~]+$/.test(sentence) && !sizes.has(count);
  return isText ? undefined : { sentence: `${count} (int32 ${count === little ? "LE" : "BE"})`, count };
}

/** The text with `*` for the message, where it stands as a whole: a digit is not quoted inside of a number. */
function withoutQuote(text: string, message: string): string {
  if (message === "") return text;
  for (let at = text.indexOf(message); at !== -1; at = text.indexOf(message, at + 1)) {
    const [before, behind] = [text.slice(0, at), text.slice(at + message.length)];
    if (/\d$/.test(before) && /^\d/.test(message)) continue;
    if (/\d$/.test(message) && /^\d/.test(behind)) continue;
    return `${before}*${behind}`;
  }
  return text;
}
