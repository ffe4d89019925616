import { createDecoder } from "./create-decoder.js";
import type { Decoded, Decoder } from "./decoder.js";
import { IllFormedError } from "./ill-formed-error.js";
import { isAsItIs, type Reading } from "./input-text.js";
import { Place } from "./place.js";

/** What became of a line. */
export interface LineEnd {
  /** How many of its ill-formed sequences became U+FFFD. */
  readonly replaced: number;
  /** The first of them, if it may not be replaced. */
  readonly error?: IllFormedError;
}

const WELL_FORMED: LineEnd = { replaced: 0 };

/** Makes UTF-8 of a text that is then split into lines, and tells for each line what was ill-formed in it. */
export class LineDecoder {
  readonly #reading: Reading;
  readonly #decoder: Decoder | undefined;
  #bytes: Uint8Array = new Uint8Array();
  #faults: readonly number[] = [];
  /** The first of these faults that no line has passed yet. */
  #next = 0;
  #replaced = 0;
  /** Where the current line has arrived; in a line that is ill-formed, at its first fault. */
  #place = new Place();

  constructor(reading: Reading) {
    this.#reading = reading;
    // A line that is ill-formed does not end the text, so the decoder goes on in any case.
    if (!isAsItIs(reading)) this.#decoder = createDecoder(reading.encoding, false);
  }

  write(piece: Uint8Array): Uint8Array {
    return this.#decoder === undefined ? piece : this.#take(this.#decoder.write(piece));
  }

  end(): Uint8Array {
    return this.#decoder === undefined ? this.#bytes : this.#take(this.#decoder.end());
  }

  /** The current line goes on with this piece of what `write` or `end` returned. */
  passPiece(bytes: Uint8Array, from: number, to: number): void {
    if (this.#decoder === undefined) return;
    const before = this.#replaced;
    const first = this.#faults[this.#next] ?? bytes.length;
    // The splitter brings a CR that it held back in an array of its own.
    if (bytes === this.#bytes) {
      while ((this.#faults[this.#next] ?? to) < to) {
        this.#next++;
        this.#replaced++;
      }
    }
    if (before === 0) this.#place.pass(bytes.subarray(from, this.#replaced > 0 ? first : to));
  }

  endLine(): LineEnd {
    if (this.#decoder === undefined) return WELL_FORMED;
    const replaced = this.#replaced;
    const { column } = this.#place;
    this.#replaced = 0;
    this.#place = new Place();
    const { encoding, lossy } = this.#reading;
    if (replaced === 0) return WELL_FORMED;
    return lossy ? { replaced } : { replaced, error: new IllFormedError(encoding, undefined, { column }) };
  }

  #take({ bytes, faults }: Decoded): Uint8Array {
    this.#bytes = bytes;
    this.#faults = faults;
    this.#next = 0;
    return bytes;
  }
}
