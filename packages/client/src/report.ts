import { InvalidUtf8Error, type Language, SENTENCES } from "@hitung/protocol";
import { ConnectionError, ServerError } from "./errors.js";
import { MESSAGES } from "./messages.js";

/** Tells a person what went wrong, in one line, or gives undefined for an error that is not the message's, server's or network's. */
export function describeError(error: unknown, language: Language): string | undefined {
  const messages = MESSAGES[language];
  if (error instanceof InvalidUtf8Error) return SENTENCES[language].invalidUtf8(error.byteOffset + 1);
  if (error instanceof ServerError) return messages.refused(error.code, error.message);
  if (!(error instanceof ConnectionError)) return undefined;
  const { host, port, code } = error;
  switch (code) {
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return messages.unknownHost(host, code);
    case "ECONNRESET":
    case "EPIPE":
    case "EOF":
      return messages.connectionLost(host, port, code);
    default:
      return messages.noServer(host, port, code);
  }
}
