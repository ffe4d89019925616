import type { Message } from "./state.js";

/** A message that shows something. */
export interface Preset {
  readonly id: PresetId;
  readonly message: Message;
}

/** The names of the examples. */
export type PresetId =
  | "sample"
  | "family"
  | "composed"
  | "decomposed"
  | "flag"
  | "hindi"
  | "korean"
  | "skin"
  | "crlf"
  | "long"
  | "invalid";

function text(id: PresetId, typed: string): Preset {
  return { id, message: { kind: "text", typed } };
}

/** In the 1024th and the next byte of this text there is one character. */
const ACROSS_1024 = `${"Jumlah karakter, ".repeat(60)}abcéf${", dan seterusnya".repeat(20)}`;

export const PRESETS: readonly Preset[] = [
  text("sample", "Handy Arfiano Hastyawan"),
  text("family", "👨‍👩‍👧"),
  text("composed", "é"),
  text("decomposed", "e\u0301"),
  text("flag", "🇮🇩"),
  text("hindi", "नमस्ते, क्षमा"),
  text("korean", "한글".normalize("NFD")),
  text("skin", "👋🏽"),
  text("crlf", "Handy\r\nArfiano\r\n"),
  text("long", ACROSS_1024),
  {
    id: "invalid",
    message: { kind: "hex", typed: "48 61 6E 64 79 20 C3 28 C0 AF ED A0 80 F4 90 80 80 FF E2 82" },
  },
];
