/** A message has no answer. */
export const EXIT_FAILURE = 1;

/** The arguments cannot be understood. */
export const EXIT_USAGE = 2;

/** Ctrl-C ended the program. Shells use the same number: 128 + SIGINT. */
export const EXIT_INTERRUPTED = 130;
