/** What a server in text mode answered. */
export interface TextAnswer {
  /** As people read it, without the line end behind it. */
  readonly sentence: string;
  /** The number in it; undefined if there is none, or it is not clear which one is meant. */
  readonly count: number | undefined;
  /** Whether the server broke the connection then, so that it may have counted only a part of the message. */
  readonly wasReset?: boolean;
}
