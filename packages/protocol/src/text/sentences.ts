/** The languages in which people are answered: Indonesian and English (ISO 639-1). */
export const LANGUAGES = ["id", "en"] as const;

/** A language in which people are answered. */
export type Language = (typeof LANGUAGES)[number];

/** The default language. */
export const DEFAULT_LANGUAGE: Language = "id";

/** The replies that a person reads. Each is one line, without its terminator. */
export interface Sentences {
  /** How many characters the message has. */
  counted(characters: number): string;
  /** The message is not UTF-8. `byteNumber` is the place of the first bad byte, counted from 1. */
  invalidUtf8(byteNumber: number): string;
  /** The message has more than `limit` bytes, which is what the server allows. */
  tooLarge(limit: number): string;
  /** The server has as many connections as it allows, and closes this one. */
  readonly busy: string;
  /** The connection made no progress for too long, and is closed. */
  readonly idle: string;
}

/** The sentences of text mode, by language. The client uses them, too. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  id: {
    counted: (characters) => `Jumlah karakter dalam kalimat tersebut ada: ${characters}`,
    invalidUtf8: (byteNumber) => `Galat: pesan bukan UTF-8 yang sah (byte ke-${byteNumber})`,
    tooLarge: (limit) => `Galat: pesan lebih besar dari batas server (${limit} byte)`,
    busy: "Galat: server sedang penuh, coba lagi nanti",
    idle: "Galat: koneksi ditutup karena terlalu lama diam",
  },
  en: {
    counted: (characters) => `The message has ${characters} ${characters === 1 ? "character" : "characters"}`,
    invalidUtf8: (byteNumber) => `Error: the message is not valid UTF-8 (byte ${byteNumber})`,
    tooLarge: (limit) => `Error: the message is larger than the server allows (${limit} bytes)`,
    busy: "Error: the server is busy, try again later",
    idle: "Error: the connection was idle for too long and is closed",
  },
};
