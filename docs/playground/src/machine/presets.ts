import type { Language } from "@hitung/protocol";
import type { Message } from "./state.js";

/** A message that shows something. */
export interface Preset {
  readonly id: string;
  readonly name: Readonly<Record<Language, string>>;
  readonly message: Message;
}

function text(id: string, names: readonly [id: string, en: string], typed: string): Preset {
  return { id, name: { id: names[0], en: names[1] }, message: { kind: "text", typed } };
}

/** In the 1024th and the next byte of this text there is one character. */
const ACROSS_1024 = `${"Jumlah karakter, ".repeat(60)}abcéf${", dan seterusnya".repeat(20)}`;

export const PRESETS: readonly Preset[] = [
  text("sample", ["contoh", "the sample"], "Handy Arfiano Hastyawan"),
  text("family", ["keluarga", "a family"], "👨‍👩‍👧"),
  text("composed", ["é, satu code point", "é, one code point"], "é"),
  text("decomposed", ["é, dua code point", "é, two code points"], "e\u0301"),
  text("flag", ["bendera", "a flag"], "🇮🇩"),
  text("hindi", ["Hindi", "Hindi"], "नमस्ते, क्षमा"),
  text("korean", ["Korea, jamo terpisah", "Korean, in jamo"], "한글".normalize("NFD")),
  text("skin", ["emoji, warna kulit", "emoji, skin tone"], "👋🏽"),
  text("crlf", ["CR LF", "CR LF"], "Handy\r\nArfiano\r\n"),
  text("long", ["lebih dari 1024 byte", "more than 1024 bytes"], ACROSS_1024),
  {
    id: "invalid",
    name: { id: "bukan UTF-8", en: "not UTF-8" },
    message: { kind: "hex", typed: "48 61 6E 64 79 20 C3 28 C0 AF ED A0 80 F4 90 80 80 FF E2 82" },
  },
];
