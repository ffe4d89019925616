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
import { shownName } from "../command-line/shown-name.js";
import { ConnectionError, isNoTls, isUntrusted, ServerError } from "../library/errors.js";
import { IllFormedError } from "./decoding/ill-formed-error.js";
import { describePlace, type ServerPlace, usesTls } from "./place.js";
import {
  EndlessReplyError,
  LineEndError,
  NoCountError,
  RefusedError,
  UnansweredError,
} from "./text/errors.js";
import { WORDING, type Wording } from "./wording.js";

/** What went wrong, for programs and for people. */
export interface Problem {
  /** The name of an `ErrorCode`, or what the system called it, such as ENOENT. */
  readonly code: string;
  /** One line. */
  readonly text: string;
  /** The first byte that is not UTF-8, from 0. */
  readonly byteOffset?: number | undefined;
  /** Where it is in a file, from 1; the column in code points. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** What a server in text mode said instead. */
  readonly sentence?: string | undefined;
}

/** How many UTF-16 code units of what a server said are shown in an error. */
const SHOWN_LENGTH = 60;

/** Whether the connection is lost with this error, so that no other message has an answer either. */
export function isFatal(error: unknown): boolean {
  return (
    error instanceof ConnectionError || (error instanceof ServerError && error.code >= FIRST_FATAL_ERROR_CODE)
  );
}

/** The name of an `ErrorCode`, or what the system called the error. */
export function codeNameOf(error: ConnectionError | ServerError): string {
  if (error instanceof ConnectionError) return error.code;
  const name = Object.entries(ErrorCode).find(([, code]) => code === error.code)?.[0];
  return name ?? String(error.code);
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
  if (error instanceof IllFormedError) return describeIllFormed(error, language);
  const ofText = describeTextError(error, messages);
  if (ofText !== undefined) return ofText;
  if (error instanceof ServerError) {
    const { code, message } = error;
    const text = messages.serverErrors[code] ?? messages.refused(code, printable(message));
    return { code: codeNameOf(error), text };
  }
  if (error instanceof ConnectionError) {
    return { code: error.code, text: describeConnection(error, messages, place) };
  }
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === undefined || syscall === undefined) return undefined;
  return { code, text: `${messages.fileErrors[code] ?? messages.fileError} (${code})` };
}

/** What went wrong in text mode, with the message or the server's answer alone. */
function describeTextError(error: unknown, messages: Wording): Problem | undefined {
  if (error instanceof RefusedError) return { code: "REFUSED", text: printableLines(error.message) };
  if (error instanceof NoCountError) {
    const sentence = error.message;
    return { code: "NO_COUNT", text: messages.noCount(beginningOf(sentence)), sentence };
  }
  if (error instanceof EndlessReplyError) {
    return { code: "ENDLESS", text: messages.endless(beginningOf(error.message)) };
  }
  if (error instanceof UnansweredError) return { code: "UNANSWERED", text: messages.unanswered };
  if (error instanceof LineEndError) return { code: "LINE_END", text: messages.lineEndInFile };
  return undefined;
}

/** As much of a server's text as a line of a terminal shows. */
function beginningOf(text: string): string {
  return printable(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
}

function describeIllFormed({ encoding, byteOffset, place }: IllFormedError, language: Language): Problem {
  const messages = WORDING[language];
  const isUtf8 = encoding === "utf-8" && byteOffset !== undefined;
  const sentence = isUtf8
    ? SENTENCES[language].invalidUtf8(byteOffset + 1)
    : messages.illFormed(encoding, byteOffset === undefined ? undefined : byteOffset + 1);
  const text =
    place === undefined ? sentence : `${sentence}: ${messages.textPlace(place.line, place.column)}`;
  return { code: isUtf8 ? "INVALID_UTF8" : "ILL_FORMED", text, byteOffset, ...place };
}

function describeConnection(error: ConnectionError, messages: Wording, place: ServerPlace): string {
  const { code } = error;
  const where = describePlace(place, messages);
  const tryText = place.text ? "" : ` ${messages.tryText}`;
  switch (code) {
    case "ECONNREFUSED":
    case "ENOENT":
      if (error.phase === "reply") return messages.serverEnded(where, code);
      return describeAbsence({ ...place, tls: usesTls(place) }, code, messages, place.installation);
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return messages.unknownHost(shownName(error.host), code);
    case "ETIMEDOUT":
      if (error.phase === "connect") return messages.noConnection(where, code);
      return messages.noReply(where, code) + (place.hasAnswered ? "" : tryText);
    case "ECANCELED":
      return messages.noReply(where, code);
    case "EMFILE":
    case "ENFILE":
      return messages.tooManyOpen(code);
    case "EPROTO":
      // A server that speaks TLS answers other bytes with a record of its own (RFC 8446, section 5.1).
      if (/^\\x1[56]\\x03/.test(error.said ?? "") && !usesTls(place)) {
        return `${messages.otherProtocol(where, error.said)} ${messages.tryTls}`;
      }
      return messages.otherProtocol(where, error.said) + tryText;
    case "ECONNRESET":
    case "EPIPE":
    case "EOF":
      if (place.hasAnswered) return messages.connectionBroken(where, code);
      return messages.connectionLost(where, code) + tryText;
  }
  if (isUntrusted(code)) return messages.untrusted(where, code);
  if (isNoTls(code)) return messages.noTls(where, code);
  return error.phase === "reply" ? messages.connectionBroken(where, code) : messages.unreachable(where, code);
}
