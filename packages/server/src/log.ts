import type { Language } from "@hitung/protocol";
import type { MessageEvent } from "./preview.js";

/** Control characters C0, DEL and C1, line and paragraph separators, and the bidirectional controls of UAX #9. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a log must not pass on to a terminal
const UNSAFE = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Text as it may be shown on a terminal: nothing in it moves the cursor, changes colours or reorders the line. */
function printable(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

const LABELS = {
  id: { request: "Request dari client", address: "IP client", answer: "Jawaban", error: "galat" },
  en: { request: "Request from client", address: "Client IP", answer: "Answer", error: "error" },
} as const;

/** The lines that tell who sent which message and what was answered. */
export function describeMessage(message: MessageEvent, language: Language): string {
  const labels = LABELS[language];
  const { outcome, remoteAddress, remotePort } = message;
  const answer =
    outcome.kind === "counted"
      ? outcome.counts.join(" ")
      : `${labels.error} ${outcome.code}, ${printable(outcome.explanation)}`;
  return [
    `${labels.request} : ${printable(message.preview)}${message.isCut ? " …" : ""}`,
    `${labels.address} : ${remoteAddress} port ${remotePort}`,
    `${labels.answer} : ${answer}`,
  ].join("\n");
}
