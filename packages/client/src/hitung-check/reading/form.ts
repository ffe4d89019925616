/** How a server writes the number of characters. */
export type Form =
  | {
      readonly kind: "text";
      /** What stands right before the number on its line, and is always the same: no digits, and nothing of the message. */
      readonly before: string;
      /** Which one of the numbers behind `before` it is, from 0 on, and how many of them a reply has. */
      readonly place: number;
      readonly perReply: number;
      /** How a reply ends. */
      readonly end: "" | "\n" | "\r\n" | "\0";
    }
  | { readonly kind: "integer"; readonly size: number; readonly isLittleEndian: boolean };

/** A message that was sent, how many characters it has, and the reply that came. */
export interface Sample {
  readonly message: string;
  readonly count: number;
  readonly reply: Uint8Array;
}

/** What stands in a reply in place of the message. */
const ECHO = "\ufffc";

/** Control characters that belong to text: tab, LF, CR. */
const TEXT_CONTROLS = [0x09, 0x0a, 0x0d];

const ENDS = ["\r\n", "\n", "\0"] as const;

/**
 * Learns from the replies to two messages of different length where a server writes the number: it is what differs. So a
 * reply may hold other numbers, and the message itself.
 * @returns undefined if there is no number in the replies
 */
export function learnForm(first: Sample, second: Sample): Form | undefined {
  const [a, b] = [maskedText(first), maskedText(second)];
  const [numbersA, numbersB] = [numbersOf(a), numbersOf(b)];
  if (numbersA.length === 0 || numbersB.length === 0) return learnInteger(first, second);
  const pairs = numbersA.flatMap((number, i) => {
    const other = numbersB[i];
    return other === undefined ? [] : [{ number, other }];
  });
  const chosen =
    pairs.find(({ number, other }) => +number.digits === first.count && +other.digits === second.count) ??
    pairs.find(({ number, other }) => number.digits !== other.digits) ??
    pairs.at(-1);
  if (chosen === undefined) return undefined;
  // Other numbers before it may be a time or a port, and the message may stand there: they differ from reply to reply.
  const before = commonEnd(chosen.number.before, chosen.other.before).replace(/^.*[\d\ufffc]/s, "");
  const matches = matchesOf(before, a);
  return {
    kind: "text",
    before,
    place: Math.max(
      0,
      matches.findIndex(({ index }) => index === chosen.number.index),
    ),
    perReply: Math.max(1, matches.length),
    end: ENDS.find((end) => a.endsWith(end) && b.endsWith(end)) ?? "",
  };
}

/**
 * The numbers of characters in what a server sent, in order: one for each reply.
 * @param message what it counted; it may stand in the reply
 */
export function countsIn(form: Form, reply: Uint8Array, message: string): string[] {
  if (form.kind === "integer") {
    const counts: string[] = [];
    for (let at = 0; at + form.size <= reply.length; at += form.size) {
      counts.push(String(integerIn(reply.subarray(at, at + form.size), form.isLittleEndian)));
    }
    return counts;
  }
  return matchesOf(form.before, maskedText({ message, reply }))
    .filter((_, i) => i % form.perReply === form.place)
    .map(({ digits }) => digits);
}

/** Whether a reply is complete, as far as that can be known before the connection ends. */
export function isComplete(form: Form, reply: Uint8Array, message: string): boolean {
  if (form.kind === "integer") return reply.length >= form.size;
  return form.end !== "" && textOf(reply).endsWith(form.end) && countsIn(form, reply, message).length > 0;
}

/** What follows the line or the number with which a reply should end: NUL, or other bytes that are no text. */
export function restOf(form: Form, reply: Uint8Array): Uint8Array {
  if (form.kind === "integer") return reply.subarray(form.size);
  const at = reply.findIndex((byte) => (byte < 0x20 && !TEXT_CONTROLS.includes(byte)) || byte === 0x7f);
  return at < 0 ? reply.subarray(reply.length) : reply.subarray(at);
}

export function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

function maskedText({ message, reply }: Pick<Sample, "message" | "reply">): string {
  const text = textOf(reply);
  // A short message may occur in the words of the server as well.
  return message.length < 4 || /^\d{1,4}$/.test(message) ? text : text.replaceAll(message, ECHO);
}

interface Found {
  readonly digits: string;
  readonly index: number;
  /** The line up to the number. */
  readonly before: string;
}

function numbersOf(text: string): Found[] {
  return [...text.matchAll(/\d+/g)].map(({ 0: digits, index }) => ({
    digits,
    index,
    before: text.slice(text.lastIndexOf("\n", index) + 1, index),
  }));
}

function matchesOf(before: string, text: string): { digits: string; index: number }[] {
  const pattern = new RegExp(`(?<=${before.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")})(?<!\\d)\\d+`, "g");
  return [...text.matchAll(pattern)].map(({ 0: digits, index }) => ({ digits, index }));
}

function commonEnd(a: string, b: string): string {
  let size = 0;
  while (size < Math.min(a.length, b.length) && a.at(-1 - size) === b.at(-1 - size)) size++;
  return size === 0 ? "" : a.slice(-size);
}

/** Replies of 1, 2, 4 or 8 bytes that are the number itself. */
function learnInteger(first: Sample, second: Sample): Form | undefined {
  const size = first.reply.length;
  if (size !== second.reply.length || ![1, 2, 4, 8].includes(size)) return undefined;
  const fits = (isLittleEndian: boolean) =>
    integerIn(first.reply, isLittleEndian) !== integerIn(second.reply, isLittleEndian) &&
    [first, second].every(({ count, reply }) => integerIn(reply, isLittleEndian) <= 4 * count);
  const isLittleEndian = [false, true].find(fits);
  return isLittleEndian === undefined ? undefined : { kind: "integer", size, isLittleEndian };
}

function integerIn(bytes: Uint8Array, isLittleEndian: boolean): number {
  const ordered = isLittleEndian ? [...bytes].reverse() : [...bytes];
  return ordered.reduce((value, byte) => value * 256 + byte, 0);
}
