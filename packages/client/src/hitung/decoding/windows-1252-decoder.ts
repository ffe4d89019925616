import type { Decoded, Decoder } from "./decoder.js";

/** What the bytes 80 to 9F mean, by the index of the WHATWG Encoding Standard. All other bytes are those of Latin-1. */
const FROM_80 =
  "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f" +
  "\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

/**
 * Decodes windows-1252, for which `latin1` and `ascii` are labels, too. Every byte is a character. Node's own decoder
 * takes the bytes 80 to 9F for control characters in some versions, such as 20.20.
 */
export class Windows1252Decoder implements Decoder {
  write(piece: Uint8Array): Decoded {
    const text = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
      .toString("latin1")
      .replace(/[\x80-\x9f]/g, (character) => FROM_80[character.charCodeAt(0) - 0x80] as string);
    return { bytes: Buffer.from(text), faults: [] };
  }

  end(): Decoded {
    return { bytes: Buffer.alloc(0), faults: [] };
  }
}
