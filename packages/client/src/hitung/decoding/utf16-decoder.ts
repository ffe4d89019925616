import type { Decoded, Decoder } from "./decoder.js";

const UNIT = 2;

/** The units of U+D800 to U+DFFF that are no half of a pair. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Decodes UTF-16. A surrogate without its other half is ill-formed, and so is half a unit at the end. */
export class Utf16Decoder implements Decoder {
  readonly #isBigEndian: boolean;
  /** A byte or a high surrogate that was cut from what follows, or both. */
  #held = Buffer.alloc(0);
  /** How many bytes came before those that are held. */
  #done = 0;

  constructor(encoding: "utf-16le" | "utf-16be") {
    this.#isBigEndian = encoding === "utf-16be";
  }

  write(piece: Uint8Array): Decoded {
    const bytes = Buffer.concat([this.#held, piece]);
    let end = bytes.length - (bytes.length % UNIT);
    const last = end - (this.#isBigEndian ? UNIT : 1);
    if (end > 0 && ((bytes[last] as number) & 0xfc) === 0xd8) end -= UNIT;
    this.#held = bytes.subarray(end);
    return this.#decode(bytes.subarray(0, end));
  }

  end(): Decoded {
    const rest = this.#held;
    this.#held = Buffer.alloc(0);
    const isCut = rest.length % UNIT > 0;
    // Half a unit takes the high surrogate before it along, as in WHATWG's decoder: together they are one sequence.
    if (!isCut) return this.#decode(rest);
    return { bytes: Buffer.from("\ufffd"), faults: [0], byteOffset: this.#done };
  }

  /** @param bytes whole units, which may be changed */
  #decode(bytes: Buffer): Decoded {
    const base = this.#done;
    this.#done += bytes.length;
    if (this.#isBigEndian) bytes.swap16();
    const text = bytes.toString("utf16le");
    const decoded = Buffer.from(text);
    const faults: number[] = [];
    let byteOffset: number | undefined;
    if (!decoded.includes("\ufffd")) return { bytes: decoded, faults };
    let at = 0;
    let before = 0;
    for (const { index } of text.matchAll(LONE_SURROGATE)) {
      at += Buffer.byteLength(text.slice(before, index));
      before = index;
      byteOffset ??= base + UNIT * index;
      faults.push(at);
    }
    return { bytes: decoded, faults, byteOffset };
  }
}
