/** The connection could not be made, or was lost before all replies came. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** The host, or the path of the Unix socket. */
  readonly host: string;
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;
  /**
   * What the system called it, such as ECONNREFUSED, ECONNRESET or DEPTH_ZERO_SELF_SIGNED_CERT; and EOF where the
   * server closed, EPROTO where it does not speak the protocol, ETIMEDOUT where a time limit passed, ECANCELED where
   * the client closed.
   */
  readonly code: string;

  /** @param detail what else a person needs to know */
  constructor(host: string, port: number, code: string, cause?: unknown, detail = "") {
    const where = port === 0 ? host : `${host} port ${port}`;
    super(`${where}: ${code}${detail === "" ? "" : `, ${detail}`}`, { cause });
    this.host = host;
    this.port = port;
    this.code = code;
  }
}

/** The server answered with an ERROR frame. */
export class ServerError extends Error {
  override readonly name = "ServerError";
  /** One of `ErrorCode`. From 16 on the server closes the connection. */
  readonly code: number;
  /** The host, or the path of the Unix socket. */
  readonly host: string;
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;

  constructor(host: string, port: number, code: number, explanation: string, cause?: unknown) {
    super(explanation, { cause });
    this.host = host;
    this.port = port;
    this.code = code;
  }
}
