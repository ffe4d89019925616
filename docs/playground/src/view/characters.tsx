import { hexOf, hexOfCodePoint } from "../machine/hex.js";

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Characters that are not seen, and that people know by these names. */
const NAMES: Readonly<Record<string, string>> = {
  " ": "SP",
  "\t": "TAB",
  "\n": "LF",
  "\r": "CR",
  "\u007f": "DEL",
  "\u00a0": "NBSP",
  "\u200d": "ZWJ",
};
const ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** Signs that keep the direction of a text from what is around it (UAX #9). */
const ISOLATE = "\u2068";
const END_OF_ISOLATE = "\u2069";

/** A cluster as people see it: a circle carries a lone mark, and what is not seen has its name. */
export function Cluster({ bytes }: { readonly bytes: Uint8Array }) {
  const text = DECODER.decode(bytes);
  if (isUnseen(text)) return <small>{namesOf(text)}</small>;
  return <bdi>{/^\p{M}/u.test(text) ? `\u25cc${text}` : text}</bdi>;
}

/** The same as a part of a sentence. */
export function clusterText(bytes: Uint8Array): string {
  const text = DECODER.decode(bytes);
  return isUnseen(text) ? namesOf(text) : `${ISOLATE}${text}${END_OF_ISOLATE}`;
}

/** A text on the wire, with escapes for controls. */
export function WireText({
  bytes,
  language,
}: {
  readonly bytes: Uint8Array;
  readonly language?: string | undefined;
}) {
  const text = DECODER.decode(bytes);
  const escaped = text.replace(
    /\p{Cc}/gu,
    (control) => ESCAPES[control] ?? `\\x${hexOf(control.charCodeAt(0))}`,
  );
  return (
    <bdi class="text" lang={language}>
      {escaped}
    </bdi>
  );
}

function isUnseen(text: string): boolean {
  return /^[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]+$/u.test(text);
}

function namesOf(text: string): string {
  return Array.from(text, (character) => {
    const codePoint = character.codePointAt(0) as number;
    return NAMES[character] ?? (codePoint < 0x20 ? hexOf(codePoint) : `U+${hexOfCodePoint(codePoint)}`);
  }).join(" ");
}
