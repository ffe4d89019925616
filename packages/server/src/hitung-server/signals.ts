/**
 * They stop the server, and clients are drained; a second one ends the process at once, as without a handler. SIGQUIT is
 * what Ctrl-\ sends: it would end the process as well, but with a core dump and without a word to the clients.
 */
export const STOPPING = ["SIGINT", "SIGTERM", "SIGQUIT"] as const;

/** It has files read again; also sent when a terminal is closed, which a service outlives. */
export const RELOADING = "SIGHUP";

/** It has the workers replaced, one after the other, as by a new version; without workers it means nothing. */
export const ROLLING = "SIGUSR2";

/**
 * They mean nothing to this server, but other daemons reopen their log or change their workers at some of them, so that
 * scripts send them. Without a handler SIGUSR1 has Node open a debugger that any user of the machine can connect to, and
 * the others end the process with no drain.
 *
 * Left to the system are those that do no harm, SIGPIPE among them, which Node ignores (a handler would be called for
 * each client that is gone), SIGXFSZ, which Node ignores, SIGWINCH, SIGCHLD and SIGURG; the job control of the shell
 * (SIGTSTP, SIGCONT, SIGTTIN, SIGTTOU); and those with which system or operator end a process at once, SIGKILL, SIGABRT,
 * SIGXCPU and those of faults in the program.
 */
export const IGNORED = ["SIGUSR1", "SIGALRM", "SIGVTALRM", "SIGIO", "SIGPWR"] as const;
