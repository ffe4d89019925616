/** A server in text mode answered that it did not count. */
export class RefusedError extends Error {}

/** A reply holds no number, or several and nothing that tells which. The message is the reply. */
export class NoCountError extends Error {}

/** A reply that does not end was cut off. The message is its beginning. */
export class EndlessReplyError extends Error {}

/** A message of text mode would be more than a line. */
export class LineEndError extends Error {}

/** A server in text mode does not answer an empty message. */
export class UnansweredError extends Error {}
