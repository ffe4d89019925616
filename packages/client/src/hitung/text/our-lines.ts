import { LANGUAGES, SENTENCES } from "@hitung/protocol";

/** What hitung-server says of a message, in each language, with `#` in place of each number. */
const REPLIES = LANGUAGES.flatMap((language) => {
  const { counted, invalidUtf8, tooLarge } = SENTENCES[language];
  return [counted(1), counted(2), invalidUtf8(2), tooLarge(2)];
}).map(withoutNumbers);

/** How it begins a line that tells why it did not count. */
const REFUSAL = /^(Galat|Error): /;

/** Whether it answers a message so. */
export function isReplyOfOurs(sentence: string): boolean {
  return REPLIES.includes(withoutNumbers(sentence));
}

function withoutNumbers(sentence: string): string {
  return sentence.replace(/\d+/g, "#");
}

/** Whether a line tells that the message was not counted. */
export function isRefusal(sentence: string): boolean {
  return REFUSAL.test(sentence);
}

/** What ends a line whose last byte this is, and is not taken for a part of it: one CR right before LF belongs to the end. */
export function lineEndBehind(lastByte: number | undefined): string {
  return lastByte === 0x0d ? "\r\n" : "\n";
}
