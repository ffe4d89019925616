import { TextDecoder } from "node:util";
import type { Decoded, Decoder } from "./decoder.js";

const REPLACEMENT = "\ufffd";

/** No character, and no escape sequence of ISO-2022-JP, is longer. */
const MAX_CHARACTER = 4;

/** Decodes all encodings that `TextDecoder` knows. */
export class PlatformDecoder implements Decoder {
  readonly #decoder: TextDecoder;
  readonly #locator: Locator | undefined;

  constructor(encoding: string, stopsAtFault: boolean) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true, fatal: stopsAtFault });
    this.#locator = stopsAtFault ? new Locator(encoding) : undefined;
  }

  write(piece: Uint8Array): Decoded {
    return this.#decode(piece, true);
  }

  end(): Decoded {
    return this.#decode(new Uint8Array(), false);
  }

  #decode(piece: Uint8Array, stream: boolean): Decoded {
    let text: string;
    try {
      text = this.#decoder.decode(piece, { stream });
    } catch {
      // It tells not where.
      const { text, byteOffset } = (this.#locator as Locator).locate(piece);
      const bytes = Buffer.from(text + REPLACEMENT);
      return { bytes, faults: [bytes.length - REPLACEMENT_SIZE], byteOffset };
    }
    this.#locator?.pass(piece);
    const bytes = Buffer.from(text);
    return { bytes, faults: this.#locator === undefined ? faultsIn(bytes) : [] };
  }
}

const REPLACEMENT_SIZE = Buffer.byteLength(REPLACEMENT);

/** None of these encodings has U+FFFD, but gb18030, where hardly anybody writes it. */
function faultsIn(bytes: Buffer): number[] {
  const faults: number[] = [];
  for (let at = bytes.indexOf(REPLACEMENT); at >= 0; at = bytes.indexOf(REPLACEMENT, at + 1)) {
    faults.push(at);
  }
  return faults;
}

/** Decodes what is known to be well-formed, a little later, so that it can be asked where the next piece is not. */
class Locator {
  readonly #decoder: TextDecoder;
  #held = Buffer.alloc(0);
  #done = 0;

  constructor(encoding: string) {
    this.#decoder = new TextDecoder(encoding, { ignoreBOM: true, fatal: true });
  }

  pass(piece: Uint8Array): void {
    const bytes = Buffer.concat([this.#held, piece]);
    const end = Math.max(0, bytes.length - MAX_CHARACTER);
    this.#decoder.decode(bytes.subarray(0, end), { stream: true });
    this.#held = bytes.subarray(end);
    this.#done += end;
  }

  /**
   * Finds the fault in the next piece, or at its end.
   * @returns the text of this piece before the fault, and where the fault starts in the input, in bytes
   */
  locate(piece: Uint8Array): { text: string; byteOffset: number } {
    const bytes = Buffer.concat([this.#held, piece]);
    let text = "";
    let start = 0;
    try {
      for (let at = 0; at < bytes.length; at++) {
        const found = this.#decoder.decode(bytes.subarray(at, at + 1), { stream: true });
        if (found === "") continue;
        start = at + 1;
        // What was complete before this piece was handed out with the last one.
        if (at >= this.#held.length) text += found;
      }
    } catch {}
    return { text, byteOffset: this.#done + start };
  }
}
