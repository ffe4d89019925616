import type { ErrorCode, Outcome, Responder, Tally } from "@hitung/protocol";

/** A client. */
export interface PeerEvent {
  /** Its IP address, or what the header of the PROXY protocol says of it; undefined on a Unix socket, and if the connection was gone before it was known. */
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
}

/** A connection that began with no valid header of the PROXY protocol. Its address is the proxy's, or that of a forger. */
export interface RejectEvent extends PeerEvent {
  /** EPROXY_MISSING, EPROXY_MALFORMED, EPROXY_TOO_LONG, EPROXY_CUT or EPROXY_LATE. */
  readonly reason: string;
  /** What exactly is wrong with it. */
  readonly detail: string;
}

/** A message that was answered. */
export interface MessageEvent extends PeerEvent {
  /** Its beginning: at most 200 code points, as they came, so escape them before you print them. Ill-formed UTF-8 shows as U+FFFD. */
  readonly preview: string;
  /** Whether the message is longer than its preview. */
  readonly isCut: boolean;
  /** What was answered. */
  readonly outcome: Outcome;
}

/** A client whose connection is closed. */
export interface DisconnectEvent extends PeerEvent {
  /** How it spoke; undefined if it never sent a byte. */
  readonly mode: Responder["mode"] | undefined;
  /** How long the connection lasted, in milliseconds. */
  readonly duration: number;
  /** How many messages were answered. */
  readonly messages: number;
  readonly bytesRead: number;
  /** Why the server closed the connection: an error that it told the client. */
  readonly errorCode: ErrorCode | undefined;
  /** What the system, or TLS, called the error that broke the connection, such as ECONNRESET. */
  readonly systemError: string | undefined;
}

/** What a server tells while it runs. */
export interface ServerEvents {
  /** A message was answered. It costs a preview of each message, which nobody pays without a listener. */
  message: [MessageEvent];
  /** A client was turned away, because there are `maxConnections` already. */
  refuse: [PeerEvent];
  /** A connection was closed as its header of the PROXY protocol was missing or wrong. */
  reject: [RejectEvent];
  /** A connection is closed. To know where each client was takes a call of the kernel, which nobody pays without a listener. */
  disconnect: [DisconnectEvent];
  /**
   * A connection is closed, and not as its client wanted: it broke the protocol, was idle, or the system or TLS broke it.
   * Where its client was may not be known any more if it is gone.
   */
  fault: [DisconnectEvent];
}

/** What a server has done since it was created. The numbers only grow, except that of open connections. */
export interface Statistics {
  /** Connections that are open. */
  readonly open: number;
  /** Connections that were served, including those that are open. */
  readonly accepted: number;
  /** Connections that were turned away. */
  readonly refused: number;
  /** Connections that were closed as their header of the PROXY protocol was missing or wrong. */
  readonly rejected: number;
  /** Connections that were closed for being idle. */
  readonly idle: number;
  /** Bytes that came from clients. */
  readonly bytesRead: number;
  /** The messages in each mode. */
  readonly text: Tally;
  readonly frames: Tally;
}
