import { readFileSync } from "node:fs";
import { count, type InvalidUtf8Error } from "@hitung/protocol";

// An argument is bytes: the name of a file, or a text in whatever encoding. Node decodes it as UTF-8 and puts U+FFFD where
// it is none, which names no file and counts as another text. So each byte that is no UTF-8 is kept as a lone surrogate,
// U+DC00 and the byte, as Python does ("surrogateescape", PEP 383): the arguments stay strings, and lose nothing.

const REPLACEMENT = "\ufffd";
const ESCAPE = 0xdc00;
const ESCAPED = /([\udc80-\udcff])/u;

/**
 * The arguments without loss. Undefined if one of them holds U+FFFD and its bytes are not to be had, so that nobody knows
 * whether it was typed: only Linux tells them.
 * @param args as Node gives them, after its own options and the script
 */
export function readArguments(args: readonly string[]): readonly string[] | undefined {
  if (!args.some((arg) => arg.includes(REPLACEMENT))) return args;
  const bytes = bytesOfArguments().slice(-args.length);
  const isSame = bytes.length === args.length && bytes.every((each, at) => String(each) === args[at]);
  return isSame ? bytes.map(escaped) : undefined;
}

/** The bytes of an argument, or of several that were joined. */
export function bytesOf(text: string): Buffer {
  const parts = text.split(ESCAPED);
  // What the expression captures stands at each odd place.
  return Buffer.concat(
    parts.map((part, at) => (at % 2 === 0 ? Buffer.from(part) : Buffer.of(part.charCodeAt(0) - ESCAPE))),
  );
}

/** Whether all bytes of an argument are UTF-8. */
export function isUtf8(text: string): boolean {
  return !ESCAPED.test(text);
}

/** The name of a file as `node:fs` takes it: by its bytes if they are not UTF-8. */
export function pathOf(text: string): string | Buffer {
  return isUtf8(text) ? text : bytesOf(text);
}

/** All arguments of this process, those of Node included. */
function bytesOfArguments(): Buffer[] {
  let all: Buffer;
  try {
    all = readFileSync("/proc/self/cmdline");
  } catch {
    return [];
  }
  const found: Buffer[] = [];
  let at = 0;
  // Each argument ends with NUL. A title that the process was given stands in their place, and may have none.
  for (let end = all.indexOf(0); end >= 0; end = all.indexOf(0, at)) {
    found.push(all.subarray(at, end));
    at = end + 1;
  }
  return found;
}

function escaped(bytes: Buffer): string {
  let text = "";
  for (let at = 0; ; ) {
    const rest = bytes.subarray(at);
    const size = sizeOfUtf8(rest);
    text += rest.toString("utf8", 0, size);
    if (size === rest.length) return text;
    text += String.fromCharCode(ESCAPE + (rest[size] as number));
    at += size + 1;
  }
}

/** The length of the longest beginning that is UTF-8, in bytes. */
function sizeOfUtf8(bytes: Uint8Array): number {
  try {
    return count(bytes, "bytes");
  } catch (error) {
    return (error as InvalidUtf8Error).byteOffset;
  }
}
