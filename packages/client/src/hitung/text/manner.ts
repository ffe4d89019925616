import type { TextConnection } from "./connection.js";
import type { TextMessage } from "./messages.js";
import { isRefusal, isReplyOfOurs, lineEndBehind } from "./our-lines.js";
import type { Outcome } from "./outcome.js";

/** After so many milliseconds without a reply more is tried: a line end, then the end of the stream. */
const PATIENCE_MS = 1000;

/** A reply of hitung-server to a message without a line end comes after 250 ms (PROTOCOL.md), which a timer may cut a little. */
const OWN_PAUSE_MS = 240;

/** What is known of the manner in which a server wants to be asked. */
export class Manner {
  /** It takes lines, and counts no line end. */
  takesLines = false;
  /** It may be hitung-server, which takes lines: the next message shows. */
  isLikeOurs = false;
  /** It is hitung-server: it answers each line with a line. */
  isOurs = false;
  /** It replies when it has read the stream to its end. */
  readsToEnd = false;
  /** It replies once on a connection, though it leaves it open. */
  repliesOnce = false;
  /** How many messages it has answered. */
  answers = 0;
  /** After how many milliseconds without a reply more is tried. */
  patience = PATIENCE_MS;
  /** What its last reply looked like. */
  shape: string | undefined;

  /** Whether the server is known to answer on this connection, so that it is only slow where it does not. */
  isSureOf(connection: TextConnection): boolean {
    return connection.answers > 1 || this.readsToEnd || (this.takesLines && this.answers > 1);
  }

  /** Learns from a reply, and returns whether it answers the message, and not that with a line end that was counted. */
  learnFrom(
    { reply, prompt, milliseconds }: Outcome,
    message: TextMessage,
    connection: TextConnection,
  ): boolean {
    if (reply === undefined) return false;
    this.patience = Math.max(this.patience, 4 * milliseconds);
    const { sizes } = message;
    const { bytes, sentence } = reply;
    // An error of ours tells a number, too.
    const count = isRefusal(sentence) ? undefined : reply.count;
    const isCount = count !== undefined && sizes.has(count);
    const countsLineEnd =
      count !== undefined && !isCount && sizes.has(count, lineEndBehind(sizes.lastByte).length);
    this.isLikeOurs = false;
    const isOurs = isReplyOfOurs(sentence);
    const endsWithLf = bytes.at(-1) === 0x0a;
    if (prompt === "message") {
      this.isLikeOurs = isOurs && !endsWithLf && milliseconds >= OWN_PAUSE_MS && !connection.isEnded;
      return true;
    }
    if (prompt === "end") {
      this.readsToEnd = true;
      return true;
    }
    if (prompt === "lineAndEnd") {
      this.readsToEnd = true;
      this.takesLines &&= isCount;
      return isCount;
    }
    if (isOurs && endsWithLf && !countsLineEnd) {
      this.takesLines = true;
      this.isOurs = !connection.isEnded;
      return true;
    }
    if (prompt === "line") {
      if (countsLineEnd) this.takesLines = false;
      return !countsLineEnd;
    }
    this.takesLines = isCount;
    connection.hasStrayLineEnd = isCount;
    // It was slow, and may have taken the line end for a part of the message, or for another one.
    if (!isCount) this.patience *= 4;
    return isCount;
  }

  /** Learns that nothing came of a message, and returns whether it should be asked again, on another connection. */
  learnFromSilence({ prompt }: Outcome, message: TextMessage, connection: TextConnection): boolean {
    const { code } = connection.error;
    this.isLikeOurs = false;
    if (code === "ETIMEDOUT" || code === "ECANCELED") return false;
    if (connection.answers > 0) {
      // The server has had enough of this connection. After more than one answer it was for another reason.
      if (connection.answers === 1) this.repliesOnce = true;
      return true;
    }
    // It waits for a line, and takes nothing else for its end.
    const isLineTried = this.takesLines || !message.isOnly;
    if (prompt === "end") this.takesLines = true;
    return prompt === "end" && !isLineTried;
  }
}
