/** Who is told what happens on a transport. */
export interface TransportHandler {
  /** Bytes came. They are valid during the call only. */
  onData(chunk: Uint8Array): void;
  /** The other side has taken all that was written. */
  onDrain(): void;
  /** The other side sends no more. It may still read. */
  onEnd(): void;
  /** The connection is closed. Nothing is told after it. */
  onClose(): void;
}

/** What carries the bytes of one connection, in both directions. It is paused at first. */
export interface Transport {
  /** Who is told; nobody at first. */
  handler: TransportHandler;
  /** Where the other side is; undefined on a Unix socket, and if the connection was gone before anybody asked. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** Bytes that came so far. */
  readonly bytesRead: number;
  /** What the system, or TLS, called the error that broke the connection, such as ECONNRESET. */
  readonly systemError: string | undefined;
  readonly isPaused: boolean;
  /** Whether the other side has not taken all that was written. Then `onDrain` tells when it has. */
  readonly isBlocked: boolean;
  /** Whether our side is open: neither `end` was called nor is the connection closed. */
  readonly isWritable: boolean;
  /** Whether the connection is closed, or being closed. */
  readonly isDestroyed: boolean;
  /** Whether nothing can be said yet, as TLS is still being agreed upon. */
  readonly isShakingHands: boolean;
  /** Reads more at once from now on, if it can: much comes that is kept nowhere. */
  readMore(): void;
  /** Reads on. */
  resume(): void;
  /** Reads nothing until `resume`. */
  pause(): void;
  /** Writes, and returns whether all bytes are taken, so that their memory may be used again. */
  write(bytes: Uint8Array): boolean;
  /**
   * Closes our side after all that was written. What still comes is read, and told: to close a connection that has unread
   * bytes would reset it, and the last reply may be lost. It is closed once the other side has closed, too.
   */
  end(): void;
  /** Closes at once. The kernel may still deliver what it has. */
  destroy(): void;
  /**
   * Closes at once, and drops what the other side has not taken. A TCP connection is reset, so that nothing of it stays;
   * TLS and Unix sockets know no reset, and are closed.
   */
  reset(): void;
}

/** The handler of a transport that nobody listens to. */
export const NOBODY: TransportHandler = { onData() {}, onDrain() {}, onEnd() {}, onClose() {} };

/**
 * How long, in milliseconds, a client whose connection we close has to take its last replies and to close its side.
 */
const LINGER_MS = 5000;

/** Resets the connection unless it is closed within LINGER_MS. Clear the timer when it is closed. */
export function startLingering(transport: Transport): NodeJS.Timeout {
  return setTimeout(resetTransport, LINGER_MS, transport);
}

function resetTransport(transport: Transport): void {
  transport.reset();
}
