/** Why a load could not go on. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  /**
   * What the system calls it, such as ECONNREFUSED; or EOF if the server closed the connection, EPROTO if it does not
   * speak the protocol, EUNASKED if it replies to no message, ESERVER if it closes the connection with an ERROR,
   * ETIMEDOUT if nothing came or went for too long.
   */
  readonly code: string;
  /** What the server said, or what is wrong with it. */
  readonly detail: string;

  constructor(code: string, detail = "", cause?: unknown) {
    super(`${code} ${detail}`.trimEnd(), { cause });
    this.code = code;
    this.detail = detail;
  }
}
