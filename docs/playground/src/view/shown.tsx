const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** What is not seen of a text has these names. */
const NAMES: Readonly<Record<string, string>> = {
  " ": "SP",
  "\t": "TAB",
  "\n": "LF",
  "\r": "CR",
  "\u007f": "DEL",
};
const ESCAPES: Readonly<Record<string, string>> = { "\t": "\\t", "\n": "\\n", "\r": "\\r" };

/** A cluster as people see it: a circle carries a lone mark, and what is not seen has its name. */
export function Cluster({ bytes }: { readonly bytes: Uint8Array }) {
  const text = DECODER.decode(bytes);
  if (isUnseen(text)) return <small>{Array.from(text, nameOf).join(" ")}</small>;
  return <bdi>{/^\p{M}/u.test(text) ? `\u25cc${text}` : text}</bdi>;
}

/** The same as a string. */
export function clusterText(bytes: Uint8Array): string {
  const text = DECODER.decode(bytes);
  return isUnseen(text) ? Array.from(text, nameOf).join(" ") : text;
}

/** A text on the wire, with escapes for controls. */
export function WireText({ bytes }: { readonly bytes: Uint8Array }) {
  const text = DECODER.decode(bytes);
  const escaped = text.replace(/\p{Cc}/gu, (control) => ESCAPES[control] ?? `\\x${hex(control)}`);
  return <bdi class="text">{escaped}</bdi>;
}

function isUnseen(text: string): boolean {
  return /^[\p{Cc} ]+$/u.test(text);
}

function nameOf(character: string): string {
  return NAMES[character] ?? hex(character);
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
