import { printable } from "@hitung/protocol";
import type { ErrorFactory } from "../../library/errors.js";
import type { TextConnection } from "./connection.js";
import { numbersIn, readReply } from "./count-in.js";
import { EndlessReplyError } from "./errors.js";
import { MAX_REPLY_SIZE } from "./line-pipeline.js";
import type { Manner } from "./manner.js";
import type { TextMessage } from "./messages.js";
import { lineEndBehind } from "./our-lines.js";
import type { Outcome, Prompt, Reply } from "./outcome.js";

/** As `Manner.patience`, where the end of the stream is tried at once, which no server counts. */
const PATIENCE_BEFORE_END_MS = 300;

/** A reply is whole if nothing follows it for so many milliseconds: behind a number that may be the count, or anything else. */
export const QUIET_MS = 50;
const LONG_QUIET_MS = 1000;

/**
 * Sends a message, prompts the server as far as it needs it, and reads its reply.
 * @param isLine whether the message is sent with a line end
 * @throws {EndlessReplyError} if the reply does not end
 * @throws {ConnectionError} if the server speaks TLS
 */
export async function exchange(
  connection: TextConnection,
  message: TextMessage,
  manner: Manner,
  isLine: boolean,
  errors: ErrorFactory,
): Promise<Outcome> {
  // A greeting, or what came too late.
  connection.take();
  const since = performance.now();
  const lineEnd = lineEndBehind(message.sizes.lastByte);
  const endsFirst = message.isOnly || message.stream !== undefined;
  let prompt: Prompt = isLine ? "line" : "message";
  connection.write(message.bytes);
  if (isLine) connection.write(lineEnd);
  if (manner.readsToEnd) connection.endOurSide();
  let patience = manner.isSureOf(connection) ? 0 : endsFirst ? PATIENCE_BEFORE_END_MS : manner.patience;
  while (connection.size === 0 && !(await connection.hasChange(patience))) {
    // What more could be tried would end the connection for the messages that follow.
    if (connection.answers > 0) return { reply: undefined, prompt, milliseconds: 0 };
    if (prompt === "message" && !endsFirst) {
      prompt = "lateLine";
      connection.write(lineEnd);
    } else {
      prompt = prompt === "message" ? "end" : "lineAndEnd";
      connection.endOurSide();
      patience = 0;
    }
  }
  const milliseconds = performance.now() - since;
  const lineEndSize = prompt === "message" || prompt === "end" ? 0 : lineEnd.length;
  return { reply: await receive(connection, message, manner, lineEndSize, errors), prompt, milliseconds };
}

/**
 * Waits for a reply until it is whole. Returns undefined if the connection ended without one.
 * @param lineEndSize how many bytes were sent behind the message
 * @throws as `exchange` does
 */
export async function receive(
  connection: TextConnection,
  message: TextMessage,
  manner: Manner,
  lineEndSize: number,
  errors: ErrorFactory,
): Promise<Reply | undefined> {
  const { sizes, text } = message;
  for (;;) {
    const bytes = connection.received;
    if (isTls(bytes)) throw errors.otherProtocol(printable(bytes.toString("latin1", 0, 3)));
    if (bytes.length >= MAX_REPLY_SIZE) throw new EndlessReplyError(bytes.toString());
    const reply = { ...readReply(bytes, text, sizes), bytes };
    const isKnown = reply.shape === manner.shape;
    const isLikely = numbersIn(bytes).some((count) => sizes.has(count) || sizes.has(count, lineEndSize));
    let quiet = 0;
    if (connection.hasStrayLineEnd && isKnown && !isLikely && reply.count === 1) {
      // The line end was taken for a message: the server waits for none, and was only slow.
      connection.hasStrayLineEnd = false;
      manner.takesLines = false;
      connection.take();
    } else if (bytes.length > 0) {
      if (connection.isEnded || (isLikely && isKnown)) return reply;
      quiet = isLikely || isKnown ? QUIET_MS : LONG_QUIET_MS;
    } else if (connection.isEnded) return undefined;
    if (!(await connection.hasChange(quiet))) return reply;
  }
}

/** Whether this is a record of TLS (RFC 8446, section 5.1): an alert, or a handshake. */
function isTls(bytes: Uint8Array): boolean {
  return (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 0x03;
}
