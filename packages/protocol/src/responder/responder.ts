import type { Language } from "../text/sentences.js";
import type { Unit } from "../units.js";
import type { ErrorCode } from "../wire.js";
import type { ReplyBuffer } from "./reply-buffer.js";
import type { Tally } from "./tally.js";

/** The server's side of one connection, without I/O: bytes of requests go in, bytes of replies come out. */
export interface Responder {
  /** Which of the two ways to speak this is. */
  readonly mode: "text" | "frames";
  /** Whether the last reply was the last of all: the connection is to be closed once it is sent. */
  readonly isClosed: boolean;
  /** Whether a pause of TEXT_PAUSE_MS now would end a message. */
  readonly endsAtPause: boolean;
  /** How many messages were answered. */
  readonly messages: number;
  /**
   * Reads `chunk` from `at` on and puts the replies into `replies`. Returns the offset of the first byte that was
   * not read: the chunk's length, or less where `replies` became full. Then take the replies and call again.
   */
  read(chunk: Uint8Array, at: number, replies: ReplyBuffer): number;
  /** Nothing came for TEXT_PAUSE_MS. */
  pause(replies: ReplyBuffer): void;
  /** The stream of requests ended. */
  end(replies: ReplyBuffer): void;
  /** Closes the connection from the server's side, and tells the client why. What comes then is not read. */
  terminate(code: TerminationCode, replies: ReplyBuffer): void;
}

/** Why a server closes a connection that did nothing wrong. */
export type TerminationCode =
  | typeof ErrorCode.SERVER_BUSY
  | typeof ErrorCode.IDLE
  | typeof ErrorCode.SHUTTING_DOWN;

/** What becomes of a message. */
export type Outcome =
  | { readonly kind: "counted"; readonly counts: readonly number[] }
  | { readonly kind: "failed"; readonly code: number; readonly explanation: string };

/** Somebody who looks on while messages are answered, as a log does. */
export interface MessageObserver {
  /** A piece of the current message: `chunk` from `from` up to `to`. It is valid only during the call. */
  onPiece(chunk: Uint8Array, from: number, to: number): void;
  /** The message was answered. */
  onAnswer(outcome: Outcome): void;
}

/** How messages are answered. */
export interface ResponderOptions {
  /** The language of text mode. */
  readonly language: Language;
  /** What text mode counts; code points unless told otherwise. Frames ask for their units themselves. */
  readonly unit?: Unit | undefined;
  readonly observer?: MessageObserver | undefined;
  /** The largest message that is counted, in bytes; there is no limit unless told otherwise. */
  readonly maxMessageSize?: number | undefined;
  /** Where to keep account of the messages. */
  readonly tally?: Tally | undefined;
}
