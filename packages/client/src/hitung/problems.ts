import {
  ErrorCode,
  FIRST_FATAL_ERROR_CODE,
  InvalidUtf8Error,
  type Language,
  printable,
  printableLines,
  SENTENCES,
} from "@hitung/protocol";
import { describeAbsence } from "../command-line/server-command.js";
import { ConnectionError, isNoTls, isUntrusted, ServerError } from "../library/errors.js";
import { describePlace, type ServerPlace, usesTls } from "./place.js";
import { RefusedError } from "./text-message.js";
import { WORDING, type Wording } from "./wording.js";

/** What went wrong, for programs and for people. */
export interface Problem {
  /** The name of an `ErrorCode`, or what the system called it, such as ENOENT. */
  readonly code: string;
  /** One line. */
  readonly text: string;
  /** The first byte that is not UTF-8, from 0. */
  readonly byteOffset?: number;
}

/** Whether the connection is lost with this error, so that no other message has an answer either. */
export function isFatal(error: unknown): boolean {
  return (
    error instanceof ConnectionError || (error instanceof ServerError && error.code >= FIRST_FATAL_ERROR_CODE)
  );
}

/**
 * What a person is told of what went wrong, or undefined for an error that is neither the message's nor the server's nor
 * the system's.
 */
export function describeError(error: unknown, language: Language, place: ServerPlace): Problem | undefined {
  const messages = WORDING[language];
  if (error instanceof InvalidUtf8Error) {
    const { byteOffset } = error;
    return { code: "INVALID_UTF8", text: SENTENCES[language].invalidUtf8(byteOffset + 1), byteOffset };
  }
  if (error instanceof RefusedError) return { code: "REFUSED", text: printableLines(error.message) };
  if (error instanceof ServerError) {
    const { code, message } = error;
    const name = Object.entries(ErrorCode).find(([, known]) => known === code)?.[0];
    const text = messages.serverErrors[code] ?? messages.refused(code, printable(message));
    return { code: name ?? String(code), text };
  }
  if (error instanceof ConnectionError) {
    return { code: error.code, text: describeConnection(error, messages, place) };
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return { code, text: `${messages.fileErrors[code] ?? messages.fileError} (${code})` };
}

function describeConnection(error: ConnectionError, messages: Wording, place: ServerPlace): string {
  const { code } = error;
  const where = describePlace(place, messages);
  const hints = [place.text ? "" : ` ${messages.tryText}`, usesTls(place) ? "" : ` ${messages.tryTls}`].join(
    "",
  );
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      return describeAbsence({ ...place, tls: usesTls(place) }, code, messages, place.installation);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return messages.unknownHost(place.host, code);
    case "ETIMEDOUT":
      return error.phase === "reply" ? messages.noReply(where, code) : messages.noConnection(where, code);
    case "ECANCELED":
      return messages.noReply(where, code);
    case "EMFILE":
    case "ENFILE":
      return messages.tooManyOpen(code);
    case "EPROTO":
      return messages.otherProtocol(where) + hints;
    case "ECONNRESET":
    case "EPIPE":
    case "EOF":
      if (place.hasAnswered) return messages.connectionBroken(where, code);
      return messages.connectionLost(where, code) + hints;
  }
  if (isUntrusted(code)) return messages.untrusted(where, code);
  if (isNoTls(code)) return messages.noTls(where, code);
  return error.phase === "reply" ? messages.connectionBroken(where, code) : messages.unreachable(where, code);
}
