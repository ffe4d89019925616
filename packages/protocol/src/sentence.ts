/** The languages in which people are answered: Indonesian and English (ISO 639-1). */
export const LANGUAGES = ["id", "en"] as const;

/** A language in which people are answered. */
export type Language = (typeof LANGUAGES)[number];

/** What a person is told about a message. Every sentence is one line, without its terminator. */
export interface Sentences {
  /** How many characters the message has. */
  counted(characters: number): string;
  /** The message is not UTF-8; `byteNumber` tells where, and counts from 1. */
  invalidUtf8(byteNumber: number): string;
}

/** The sentences of text mode, which the client uses too, by language. */
export const SENTENCES: Readonly<Record<Language, Sentences>> = {
  id: {
    counted: (characters) => `Jumlah karakter dalam kalimat tersebut ada: ${characters}`,
    invalidUtf8: (byteNumber) => `Galat: pesan bukan UTF-8 yang sah (byte ke-${byteNumber})`,
  },
  en: {
    counted: (characters) => `The message has ${characters} ${characters === 1 ? "character" : "characters"}`,
    invalidUtf8: (byteNumber) => `Error: the message is not valid UTF-8 (byte ${byteNumber})`,
  },
};
