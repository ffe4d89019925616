import type { Language } from "../text/sentences.js";
import type { Unit } from "../units.js";
import type { ErrorCode } from "../wire.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Tally } from "./tally.js";

/**
 * The server's side of one connection, without I/O: bytes of requests go in, and bytes of replies come out into the
 * `ReplyBuffer` of its options.
 */
export interface Responder {
  readonly mode: "text" | "frames";
  /** Whether the responder has written its last reply. The connection is to be closed once this is sent. */
  readonly isClosed: boolean;
  /** Whether a pause of TEXT_PAUSE_MS now would end a message. */
  readonly endsAtPause: boolean;
  /** How many messages were answered. */
  readonly messages: number;
  /** Whether so much of a large message is to come, of which nothing is kept, that it may be read in larger pieces. */
  readonly expectsMuch: boolean;
  /**
   * Reads `chunk` from `at` on. Returns the offset of the first byte that was not read: the chunk's length, or less
   * if the buffer became full. Then take the replies and call again.
   */
  read(chunk: Uint8Array, at: number): number;
  /** Nothing came for TEXT_PAUSE_MS. */
  pause(): void;
  /** The stream of requests ended. */
  end(): void;
  /** Closes the connection from the server's side, and tells the client why. Nothing is read after it. */
  terminate(code: TerminationCode): void;
  /** Does so once the message that has begun is answered; at once if none has. */
  terminateAfterMessage(code: TerminationCode): void;
}

/** Why a server closes a connection that did nothing wrong. */
export type TerminationCode =
  | typeof ErrorCode.SERVER_BUSY
  | typeof ErrorCode.IDLE
  | typeof ErrorCode.SHUTTING_DOWN;

/** The result of a message: its counts, in the order of the units' bits, or why there are none. */
export type Outcome =
  | { readonly kind: "counted"; readonly counts: readonly number[] }
  | { readonly kind: "failed"; readonly code: number; readonly explanation: string };

/** Sees each message and its outcome, for example for a log. */
export interface MessageObserver {
  /** A piece of the current message: `chunk` from `from` up to `to`. The bytes are valid only during the call. */
  onPiece(chunk: Uint8Array, from: number, to: number): void;
  /** The message is answered. */
  onAnswer(outcome: Outcome): void;
}

/** How messages are answered. */
export interface ResponderOptions {
  /** Where the replies are put. Connections may share one, if each takes its replies before another one reads. */
  readonly replies: ReplyBuffer;
  /** The language of text mode. */
  readonly language: Language;
  /** What text mode counts; the default is code points. In frames, each message asks for its units. */
  readonly unit?: Unit | undefined;
  readonly observer?: MessageObserver | undefined;
  /** The largest message that is counted, in bytes; there is no limit by default. */
  readonly maxMessageSize?: number | undefined;
  /** Where the messages are counted up, for each mode. */
  readonly tallies?: Readonly<Record<Responder["mode"], Tally>> | undefined;
}
