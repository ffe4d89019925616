import { ErrorCode, InvalidUtf8Error, offsetIn, type Reply } from "@hitung/protocol";
import { ConnectionError, ServerError } from "./errors.js";
import { type Address, whereIs } from "./socket.js";

/** The error that a reply tells. */
export function toError(
  { code, explanation }: Extract<Reply, { kind: "error" }>,
  address: Address,
): InvalidUtf8Error | ServerError {
  const { host, port } = whereIs(address);
  const offset = code === ErrorCode.INVALID_UTF8 ? offsetIn(explanation) : undefined;
  return offset === undefined ? new ServerError(host, port, code, explanation) : new InvalidUtf8Error(offset);
}

/** What becomes of an error where it ended the last of so many tries. */
export function exhausted(
  error: ConnectionError | ServerError,
  tries: number,
): ConnectionError | ServerError {
  if (tries <= 1) return error;
  const { host, port } = error;
  const detail = `no answer in ${tries} tries`;
  return error instanceof ServerError
    ? new ServerError(host, port, error.code, `${error.message} (${detail})`, error)
    : new ConnectionError(host, port, error.code, error, detail);
}

/** What becomes of an error where it cut a message that is read only once. */
export function unrepeatable(error: ConnectionError | ServerError): ConnectionError {
  const code = error instanceof ServerError ? "EOF" : error.code;
  return new ConnectionError(
    error.host,
    error.port,
    code,
    error,
    "lost in the middle of a stream, which cannot be sent again",
  );
}
