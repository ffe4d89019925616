import { InvalidUtf8Error, type Language, measure, SENTENCES, utf8Sequences } from "@hitung/protocol";
import { type Finding, pythonLength } from "./python.js";

/** A way to count that programs of the exercise have. */
export interface Server {
  readonly id: "hitung" | "python" | "python-replace" | "javascript" | "go" | "c";
  /** The expression that counts. */
  readonly expression: string;
}

export const SERVERS: readonly Server[] = [
  { id: "hitung", expression: "hitung-server" },
  { id: "python", expression: "len(data.decode())" },
  { id: "python-replace", expression: 'len(data.decode(errors="replace"))' },
  { id: "javascript", expression: "data.toString().length" },
  { id: "go", expression: "utf8.RuneCount(data)" },
  { id: "c", expression: "strlen(buffer)" },
];

/** What a server finds in the bytes of a message. */
export function findingOf(server: Server["id"], bytes: Uint8Array, language: Language): Finding {
  switch (server) {
    case "hitung":
      return ours(bytes, language);
    case "python":
      return pythonLength(bytes);
    case "python-replace":
      return { count: replaced(bytes, 1) };
    case "javascript":
      return { count: replaced(bytes, 2) };
    case "go":
      return { count: runes(bytes) };
    case "c":
      return { count: bytes.includes(0) ? bytes.indexOf(0) : bytes.length };
  }
}

function ours(bytes: Uint8Array, language: Language): Finding {
  try {
    return { count: measure(bytes, ["codePoints"]).codePoints };
  } catch (error) {
    if (error instanceof InvalidUtf8Error)
      return { error: SENTENCES[language].invalidUtf8(error.byteOffset + 1) };
    throw error;
  }
}

/** The characters with one U+FFFD for each fault; those beyond U+FFFF count for `large`. */
function replaced(bytes: Uint8Array, large: number): number {
  let count = 0;
  for (const { codePoint = 0xfffd } of utf8Sequences(bytes)) count += codePoint > 0xffff ? large : 1;
  return count;
}

/** Go takes every byte that is part of no character for a character. */
function runes(bytes: Uint8Array): number {
  let count = 0;
  for (const { size, fault } of utf8Sequences(bytes)) count += fault === undefined ? 1 : size;
  return count;
}
