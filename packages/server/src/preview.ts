import type { MessageObserver, Outcome } from "@hitung/protocol";

/** How much of a message a preview shows, in code points. */
export const PREVIEW_LENGTH = 200;

/** Enough bytes for one code point more than a preview shows, so that a cut can be told. */
const KEPT_BYTES = 4 * (PREVIEW_LENGTH + 1);

const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** A message that was answered, as an onlooker sees it. */
export interface MessageEvent {
  /** Its beginning: at most 200 code points, as they came, so escape them before you print them. Ill-formed UTF-8 shows as U+FFFD. */
  readonly preview: string;
  /** Whether the message is longer than its preview. */
  readonly isCut: boolean;
  /** What was answered. */
  readonly outcome: Outcome;
  /** Who sent it; undefined where the connection is gone already. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
}

/** Keeps the beginning of each message of a connection while the rest streams by. */
export class Previewer implements MessageObserver {
  readonly #kept = new Uint8Array(KEPT_BYTES);
  readonly #onMessage: (message: Pick<MessageEvent, "preview" | "isCut" | "outcome">) => void;
  #size = 0;

  constructor(onMessage: (message: Pick<MessageEvent, "preview" | "isCut" | "outcome">) => void) {
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
