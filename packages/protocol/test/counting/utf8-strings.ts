import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { MessageCounter } from "../../src/counting/message-counter.js";
import { UnitBit } from "../../src/units.js";

/** All bytes. */
export const ALL_BYTES = Uint8Array.from({ length: 256 }, (_, byte) => byte);

/** The first and the last byte of every range that table 3-7 of the Unicode Standard tells apart. */
export const BOUNDARY_BYTES = Uint8Array.of(
  ...[0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf],
  ...[0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff],
);

/** One byte of each of these ranges. */
export const RANGE_BYTES = Uint8Array.of(
  ...[0x41, 0x8f, 0x90, 0xa0, 0xc1, 0xc2, 0xe0, 0xe1, 0xed, 0xf0, 0xf1, 0xf4],
);

/** Expects that every string of the length is right. They come in lexicographic order, in the same array. */
export function expectAll(
  alphabet: Uint8Array,
  length: number,
  isRight: (bytes: Uint8Array, index: number) => boolean,
): void {
  const wrong: string[] = [];
  const bytes = new Uint8Array(length).fill(alphabet[0] as number);
  const digits = new Uint32Array(length);
  let index = 0;
  for (let at = 0; at >= 0; index++) {
    if (!isRight(bytes, index) && wrong.length < 10) wrong.push(Buffer.from(bytes).toString("hex"));
    // The next string: the last digit that is not the greatest grows, and those after it begin again.
    for (at = length - 1; at >= 0; at--) {
      const digit = ((digits[at] as number) + 1) % alphabet.length;
      digits[at] = digit;
      bytes[at] = alphabet[digit] as number;
      if (digit > 0) break;
    }
  }
  expect(wrong).toEqual([]);
  expect(index).toBe(alphabet.length ** length);
}

const counter = new MessageCounter();

/** Our verdict: code points, or -1 minus the offset of the first ill-formed sequence. */
export function verdict(write: (counter: MessageCounter) => void): number {
  counter.reset(UnitBit.codePoints);
  write(counter);
  counter.end();
  return counter.invalidAt < 0 ? (counter.counts()[0] as number) : -1 - counter.invalidAt;
}

/** The verdicts of Python on every string of the length, in the same order. */
export function pythonVerdicts(alphabet: Uint8Array, length: number): Int8Array {
  const program = fileURLToPath(new URL("utf8_oracle.py", import.meta.url));
  const { stdout, stderr, error } = spawnSync(
    "python3",
    [program, String(length), Buffer.from(alphabet).toString("hex")],
    { maxBuffer: 256 ** 3 + 1 },
  );
  if (error) throw error;
  if (stdout.length !== alphabet.length ** length) throw new Error(`python3: ${stderr}`);
  return new Int8Array(stdout.buffer, stdout.byteOffset, stdout.length);
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const REPLACEMENT = Buffer.from("\ufffd");

/** The code points that `TextDecoder` finds, or -1 if the bytes are not UTF-8. */
export function decoderVerdict(bytes: Uint8Array): number {
  const text = decoder.decode(bytes);
  // A fatal decoder throws at each fault, which takes 20 times as long. This one puts U+FFFD there.
  if (text.includes("\ufffd") && !REPLACEMENT.equals(bytes)) return -1;
  let codePoints = 0;
  for (const _ of text) codePoints++;
  return codePoints;
}
