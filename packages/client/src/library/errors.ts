import { ErrorCode, InvalidUtf8Error, offsetIn, type Reply } from "@hitung/protocol";

/** The connection could not be made, or was lost before all replies came. */
export class ConnectionError extends Error {
  override readonly name = "ConnectionError";
  /** The host, or the path of the Unix socket. */
  readonly host: string;
  /** The TCP port; 0 for a Unix socket. */
  readonly port: number;
  /**
   * What the system called it, such as ECONNREFUSED, ECONNRESET or DEPTH_ZERO_SELF_SIGNED_CERT; and EOF if the
   * server closed, EPROTO if it does not speak the protocol, ETIMEDOUT if a time limit passed, ECANCELED if the
   * client closed.
   */
  readonly code: string;
  /** "connect" if no connection could be made, TLS included; "reply" if it was made and a reply is missing. */
  readonly phase: "connect" | "reply";
  /** The first line that a server of another protocol said, or its beginning, with escapes for what cannot be shown. */
  readonly said: string | undefined;

  /** @param detail what else a person needs to know */
  constructor(
    host: string,
    port: number,
    code: string,
    cause?: unknown,
    detail = "",
    phase: "connect" | "reply" = "reply",
    said?: string,
  ) {
    const where = port === 0 ? host : `${host} port ${port}`;
    super(`${where}: ${code}${detail === "" ? "" : `, ${detail}`}`, { cause });
    this.host = host;
    this.port = port;
    this.code = code;
    this.phase = phase;
    this.said = said;
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

/** Makes errors that name one server. */
export class ErrorFactory {
  readonly #host: string;
  readonly #port: number;

  /** @param path a Unix socket, which takes the place of host and port */
  constructor({ host, port, path }: { host: string; port: number; path?: string | undefined }) {
    this.#host = path ?? host;
    this.#port = path === undefined ? port : 0;
  }

  /** No connection could be made. */
  noConnection(code: string, detail?: string, cause?: unknown): ConnectionError {
    return new ConnectionError(this.#host, this.#port, code, cause, detail, "connect");
  }

  /** A connection was lost, or an answer is no longer waited for. */
  noReply(code: string, detail?: string, cause?: unknown): ConnectionError {
    return new ConnectionError(this.#host, this.#port, code, cause, detail, "reply");
  }

  /** The server speaks another protocol, as this shows. */
  otherProtocol(said: string): ConnectionError {
    const detail = `the server says: ${said}`;
    return new ConnectionError(this.#host, this.#port, "EPROTO", undefined, detail, "reply", said);
  }

  /** The server answered with an ERROR that closes the connection. */
  refused({ code, explanation }: ErrorReply): ServerError {
    return new ServerError(this.#host, this.#port, code, explanation);
  }

  /** The server answered with an ERROR that concerns one message. */
  failed(reply: ErrorReply): InvalidUtf8Error | ServerError {
    const offset = reply.code === ErrorCode.INVALID_UTF8 ? offsetIn(reply.explanation) : undefined;
    return offset === undefined ? this.refused(reply) : new InvalidUtf8Error(offset);
  }
}

type ErrorReply = Omit<Extract<Reply, { kind: "error" }>, "kind">;

/** Whether a code of Node or OpenSSL says that the server's certificate is not trusted, such as CERT_HAS_EXPIRED. */
export function isUntrusted(code: string): boolean {
  return /CERT|ISSUER|SIGNED|SIGNATURE|ALTNAME/.test(code);
}

/** Whether a code says that the server does not speak TLS, or no version of it that we speak. */
export function isNoTls(code: string): boolean {
  return /^ERR_SSL|^ERR_OSSL/.test(code);
}
