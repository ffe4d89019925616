import { createDecoder } from "./create-decoder.js";
import type { Decoded, Decoder } from "./decoder.js";
import { IllFormedError } from "./ill-formed-error.js";
import { Place } from "./place.js";

/** In which encoding a text is read, and what is done where it is none. */
export interface Reading {
  /** Its name in the WHATWG Encoding Standard, in small letters. */
  readonly encoding: string;
  /** Whether each ill-formed sequence counts as U+FFFD, instead of ending the text. */
  readonly lossy: boolean;
}

/** Whether what is read goes out as it is. The server then finds what is ill-formed. */
export function isAsItIs({ encoding, lossy }: Reading): boolean {
  return encoding === "utf-8" && !lossy;
}

/** One text that comes in pieces, cut anywhere, and becomes UTF-8. */
export class InputText {
  /** How many ill-formed sequences became U+FFFD. */
  replaced = 0;
  readonly #reading: Reading;
  readonly #decoder: Decoder | undefined;
  readonly #place = new Place();

  constructor(reading: Reading) {
    this.#reading = reading;
    if (!isAsItIs(reading)) this.#decoder = createDecoder(reading.encoding, !reading.lossy);
  }

  /**
   * Takes the next piece, and returns what goes out.
   * @throws {IllFormedError} if it is ill-formed, and not lossy
   */
  write(piece: Uint8Array): Uint8Array {
    return this.#decoder === undefined ? piece : this.#take(this.#decoder.write(piece));
  }

  /** Ends the text, and returns the last that goes out. It throws as `write` does. */
  end(): Uint8Array {
    return this.#decoder === undefined ? new Uint8Array() : this.#take(this.#decoder.end());
  }

  #take({ bytes, faults, byteOffset }: Decoded): Uint8Array {
    const { encoding, lossy } = this.#reading;
    const [fault] = faults;
    if (lossy) {
      this.replaced += faults.length;
    } else {
      this.#place.pass(bytes.subarray(0, fault));
      if (fault !== undefined) throw new IllFormedError(encoding, byteOffset, this.#place);
    }
    return bytes;
  }
}
