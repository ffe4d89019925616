import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

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

/** Calls `visit` with every string of the length, in lexicographic order. The array is the same each time. */
export function forEachString(
  alphabet: Uint8Array,
  length: number,
  visit: (bytes: Uint8Array, index: number) => void,
): number {
  const total = alphabet.length ** length;
  const bytes = new Uint8Array(length);
  for (let index = 0; index < total; index++) {
    for (let at = length - 1, rest = index; at >= 0; at--) {
      bytes[at] = alphabet[rest % alphabet.length] as number;
      rest = Math.floor(rest / alphabet.length);
    }
    visit(bytes, index);
  }
  return total;
}

/** What somebody makes of bytes: their code points, or -1 minus the offset of the first ill-formed sequence. */
export type Verdicts = Int8Array;

/** The verdicts of Python on every string of the length, in the same order. */
export function pythonVerdicts(alphabet: Uint8Array, length: number): Verdicts {
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

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The code points that `TextDecoder` finds, or -1 where the bytes are not UTF-8. */
export function decoderVerdict(bytes: Uint8Array): number {
  try {
    let codePoints = 0;
    for (const _ of decoder.decode(bytes)) codePoints++;
    return codePoints;
  } catch {
    return -1;
  }
}
