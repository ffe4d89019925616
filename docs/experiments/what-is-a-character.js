// What is a character? Four units, four answers, all of them right.
import { measure } from "../../packages/protocol/dist/index.js";
import { askOriginal, say } from "./common.js";

const FAMILY = "👨‍👩‍👧";
const NAMES = {
  "U+1F468": ["laki-laki", "man"],
  "U+200D": ["penyambung (ZWJ)", "zero width joiner"],
  "U+1F469": ["perempuan", "woman"],
  "U+1F467": ["anak perempuan", "girl"],
};
const hex = (bytes) => bytes.toString("hex").toUpperCase().match(/../g).join(" ");
const utf16 = (text) =>
  Buffer.from(text, "utf16le").swap16().toString("hex").toUpperCase().match(/.{4}/g).join(" ");

for (const character of FAMILY) {
  const name = `U+${character.codePointAt(0).toString(16).toUpperCase()}`;
  const line = `${name.padEnd(9)}${hex(Buffer.from(character)).padEnd(13)}${utf16(character).padEnd(11)}`;
  say(...NAMES[name].map((word) => line + word));
}

say(`\n${" ".repeat(27)} bytes  utf16  codePoints  graphemes`);
for (const text of ["Handy", "é", "e\u0301", "日本", "🇮🇩", FAMILY]) {
  const { bytes, utf16, codePoints, graphemes } = measure(text);
  const row = [
    [bytes, 6],
    [utf16, 7],
    [codePoints, 12],
    [graphemes, 11],
  ];
  const numbers = Array.from(text, (c) => c.codePointAt(0).toString(16).toUpperCase()).join(" ");
  say(
    (text === "Handy" ? text : numbers).padEnd(27) +
      row.map(([count, width]) => String(count).padStart(width)).join(""),
  );
}

const { answer } = await askOriginal(FAMILY);
say(`\nasli: ${answer}`, `\noriginal: ${answer}`);
