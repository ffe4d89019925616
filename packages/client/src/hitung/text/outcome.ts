import type { ReadReply } from "./count-in.js";

/** How a server was brought to reply. */
export type Prompt =
  /** By the message. */
  | "message"
  /** By a line end, together with the message. */
  | "line"
  /** By a line end, behind a silence. */
  | "lateLine"
  /** By the end of the stream; and whether a line end came before. */
  | "end"
  | "lineAndEnd";

/** A reply, and what came for it. */
export type Reply = ReadReply & { readonly bytes: Buffer };

/** What came of a message on one connection. */
export interface Outcome {
  /** Undefined if nothing came. */
  readonly reply: Reply | undefined;
  readonly prompt: Prompt;
  /** From the message to the reply. */
  readonly milliseconds: number;
}
