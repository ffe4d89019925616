import { isUtf8 } from "node:buffer";
import type { Decoded, Decoder } from "./decoder.js";

const REPLACEMENT = Buffer.from("\ufffd");

/** The longest beginning of a character that lacks a byte. */
const MAX_HELD = 3;

/**
 * Puts U+FFFD in the place of each ill-formed sequence of UTF-8. A sequence is a maximal subpart (Unicode Standard,
 * section 3.9): the longest beginning of a character, or else one byte; so do WHATWG's decoder and Python.
 */
export class Utf8Mender implements Decoder {
  /** The beginning of a character that was cut. */
  #held = Buffer.alloc(0);
  /** How many bytes came before those that are held. */
  #done = 0;

  write(piece: Uint8Array): Decoded {
    const bytes = this.#held.length === 0 ? piece : Buffer.concat([this.#held, piece]);
    const end = bytes.length - sizeOfCutCharacter(bytes);
    this.#held = Buffer.from(bytes.subarray(end));
    return this.#mend(bytes.subarray(0, end));
  }

  end(): Decoded {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    return this.#mend(rest);
  }

  #mend(bytes: Uint8Array): Decoded {
    const base = this.#done;
    this.#done += bytes.length;
    if (isUtf8(bytes)) return { bytes, faults: [] };
    // Of a single byte that is ill-formed three are made.
    const mended = Buffer.allocUnsafe(REPLACEMENT.length * bytes.length);
    const faults: number[] = [];
    let byteOffset: number | undefined;
    let size = 0;
    for (let at = 0; at < bytes.length; ) {
      const byte = bytes[at] as number;
      if (byte < 0x80) {
        mended[size++] = byte;
        at++;
        continue;
      }
      const found = sizeOfSequence(bytes, at);
      if (found > 0) {
        for (const end = at + found; at < end; at++) mended[size++] = bytes[at] as number;
      } else {
        byteOffset ??= base + at;
        faults.push(size);
        for (const each of REPLACEMENT) mended[size++] = each;
        at -= found;
      }
    }
    return { bytes: mended.subarray(0, size), faults, byteOffset };
  }
}

/** How many bytes at the end begin a character, and perhaps do not complete it. */
function sizeOfCutCharacter(bytes: Uint8Array): number {
  for (let size = 1; size <= Math.min(MAX_HELD, bytes.length); size++) {
    const byte = bytes[bytes.length - size] as number;
    if (byte >= 0xc0) return sizeByLead(byte) > size ? size : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
}

/**
 * The size of the character beyond ASCII that starts at `at`, in bytes, after table 3-7 of the Unicode Standard. If it is
 * ill-formed, the size of the maximal subpart, as a negative number.
 */
function sizeOfSequence(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  const size = sizeByLead(lead);
  if (size === 1) return -1;
  let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let next = 1; next < size; next++) {
    const byte = bytes[at + next] ?? 0;
    if (byte < lower || byte > upper) return -next;
    lower = 0x80;
    upper = 0xbf;
  }
  return size;
}

/** The size that the first byte of a character tells; 1 also for a byte that begins none. */
function sizeByLead(byte: number): number {
  if (byte < 0xc2 || byte > 0xf4) return 1;
  return byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}
