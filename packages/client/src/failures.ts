import { ErrorCode, InvalidUtf8Error, offsetIn, type Reply } from "@hitung/protocol";
import { type Address, whereIs } from "./connection.js";
import { ConnectionError, ServerError } from "./errors.js";

/** Why a reply is not the answer to a message that was to be counted in `units`. */
export function toError(reply: Reply, units: number, address: Address): InvalidUtf8Error | ServerError {
  const { host, port } = whereIs(address);
  if (reply.kind === "counts") {
    const explanation = `asked for units ${units}, got ${reply.units}`;
    return new ServerError(host, port, ErrorCode.INVALID_UNITS, explanation);
  }
  const offset = reply.code === ErrorCode.INVALID_UTF8 ? offsetIn(reply.explanation) : undefined;
  return offset === undefined
    ? new ServerError(host, port, reply.code, reply.explanation)
    : new InvalidUtf8Error(offset);
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
