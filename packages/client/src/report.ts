import { InvalidUtf8Error, type Language, SENTENCES } from "@hitung/protocol";
import { ConnectionError, ServerError } from "./errors.js";
import { MESSAGES } from "./messages.js";

/**
 * Tells a person what went wrong, in one line, or gives undefined for an error that is neither the message's nor the
 * server's nor the network's.
 * @param isText whether the server was spoken to in text mode
 */
export function describeError(error: unknown, language: Language, isText: boolean): string | undefined {
  const messages = MESSAGES[language];
  if (error instanceof InvalidUtf8Error) return SENTENCES[language].invalidUtf8(error.byteOffset + 1);
  if (error instanceof ServerError) return messages.refused(error.code, error.message);
  if (!(error instanceof ConnectionError)) return undefined;
  const { host, port, code } = error;
  const hint = isText ? "" : ` ${messages.tryText}`;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return messages.unknownHost(host, code);
    case "EPROTO":
      return messages.otherProtocol(host, port) + hint;
    case "ECONNRESET":
    case "EPIPE":
    case "EOF":
      return messages.connectionLost(host, port, code) + hint;
    default:
      return messages.noServer(host, port, code);
  }
}
