import type { MessageObserver, Outcome } from "@hitung/protocol";
import type { MessageEvent, PeerEvent } from "./events.js";

/** How much of a message a preview shows, in code points. */
export const PREVIEW_LENGTH = 200;

/** Enough bytes for one code point more than a preview shows, so that a cut can be told. */
const KEPT_BYTES = 4 * (PREVIEW_LENGTH + 1);

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** What a message and its answer look like, without who sent it. */
type Preview = Omit<MessageEvent, keyof PeerEvent>;

/** Keeps the beginning of each message of a connection while the rest streams by. */
export class Previewer implements MessageObserver {
  readonly #kept = new Uint8Array(KEPT_BYTES);
  readonly #onMessage: (message: Preview) => void;
  #size = 0;

  constructor(onMessage: (message: Preview) => void) {
    this.#onMessage = onMessage;
  }

  onPiece(chunk: Uint8Array, from: number, to: number): void {
    const end = Math.min(to, from + KEPT_BYTES - this.#size);
    this.#kept.set(chunk.subarray(from, end), this.#size);
    this.#size += end - from;
  }

  onAnswer(outcome: Outcome): void {
    const characters = Array.from(DECODER.decode(this.#kept.subarray(0, this.#size)));
    this.#size = 0;
    const isCut = characters.length > PREVIEW_LENGTH;
    this.#onMessage({ preview: characters.slice(0, PREVIEW_LENGTH).join(""), isCut, outcome });
  }
}
