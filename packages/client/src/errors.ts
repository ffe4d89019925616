/** The connection could not be made, or was lost before all replies came. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  readonly host: string;
  readonly port: number;
  /**
   * What the system called it, such as ECONNREFUSED or ECONNRESET; and EOF where the server closed, EPROTO where it
   * does not speak the protocol, ECANCELED where the client closed.
   */
  readonly code: string;

  constructor(host: string, port: number, code: string, cause?: unknown) {
    super(`${host} port ${port}: ${code}`, { cause });
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

  constructor(code: number, explanation: string) {
    super(explanation);
    this.code = code;
  }
}
