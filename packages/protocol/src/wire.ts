/** The address that a server listens on by default: only this machine reaches it. */
export const DEFAULT_HOST = "127.0.0.1";

/** The TCP port of the service. */
export const DEFAULT_PORT = 12345;

/**
 * Silence, in milliseconds, that ends a message in text mode on a connection that never sent an LF.
 * It is above the smallest retransmission timeout of common TCP stacks (200 ms on Linux), so that one lost
 * segment does not cut a message in two.
 */
export const TEXT_PAUSE_MS = 250;

/**
 * The first byte of a connection tells its mode: from this value up it speaks frames, below it text, with one exception:
 * TELNET_IAC. The bytes F8 to FF never occur in UTF-8 (RFC 3629, section 1).
 */
export const FIRST_FRAME_BYTE = 0xf8;

/** "Interpret as command": what Telnet clients begin with (RFC 854). They speak text. */
export const TELNET_IAC = 0xff;

/** Whether a connection that begins with this byte speaks frames. */
export function speaksFrames(firstByte: number): boolean {
  return firstByte >= FIRST_FRAME_BYTE && firstByte !== TELNET_IAC;
}

/** Size of a frame's header in bytes: kind (1), tag (1), length of the payload (4). */
export const FRAME_HEADER_SIZE = 6;

/** The largest payload that one frame can declare, in bytes. A longer message is sent in several frames. */
export const MAX_PAYLOAD_SIZE = 0xffff_ffff;

/** Size of a count in the payload of COUNTS, in bytes: one unsigned number of 64 bits. */
export const COUNT_SIZE = 8;

/** The longest explanation that an ERROR frame may carry, in bytes of UTF-8. */
export const MAX_EXPLANATION_SIZE = 1024;

/** What a frame is: its first byte. */
export const FrameKind = {
  /** To the server: a piece of a message; more of it follows. */
  PART: 0xf8,
  /** To the server: the last, or only, piece of a message; a reply is due. */
  MESSAGE: 0xf9,
  /** To the client: one count for each unit asked for. */
  COUNTS: 0xfa,
  /** To the client: why there is no count. */
  ERROR: 0xfb,
} as const;

/** What went wrong: the tag of an ERROR frame. From 16 on the connection is closed after it. */
export const ErrorCode = {
  /** The message is not well-formed UTF-8. */
  INVALID_UTF8: 1,
  /** The message is larger than the server allows. */
  MESSAGE_TOO_LARGE: 2,
  /** The units asked for are unknown, none, or not the same in all frames of the message. */
  INVALID_UNITS: 3,
  /** The bytes are no frame that the server understands, or the stream ended inside a message. */
  BAD_FRAME: 16,
  /** The server has as many connections as it takes. */
  SERVER_BUSY: 17,
  /** The connection made no progress for longer than the server allows. */
  IDLE: 18,
  /** The server shuts down. Messages without a reply were not counted; send them again elsewhere, or later. */
  SHUTTING_DOWN: 19,
} as const;

/** What went wrong: one of the numbers of `ErrorCode`. */
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** The first error code after which the connection is closed; below it only the message failed. */
export const FIRST_FATAL_ERROR_CODE = 16;
