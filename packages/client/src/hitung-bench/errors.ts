/** Why a load could not go on. */
export class LoadError extends Error {
  override readonly name = "LoadError";
  /**
   * What the system called it, such as ECONNREFUSED; and EOF where the server closed, EPROTO where it does not speak the
   * protocol, EUNASKED where it replies to no message, ESERVER where it closes the connection with an ERROR, ETIMEDOUT
   * where nothing came or went for too long.
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
