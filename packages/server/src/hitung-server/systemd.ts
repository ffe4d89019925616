import { env, pid } from "node:process";
import { StartError } from "./errors.js";

// What systemd tells a service in its environment, and what the service tells it (sd_listen_fds(3), sd_notify(3)).

/** The first descriptor that is handed over. */
const FIRST_FD = 3;

/**
 * The descriptor of a socket that this process has inherited to listen on; undefined if there is none. It is told once: what
 * this process starts has not inherited it.
 * @throws {StartError} if there are several
 */
export function takeInheritedSocket(): number | undefined {
  const { LISTEN_PID, LISTEN_FDS } = env;
  for (const name of ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"]) delete env[name];
  if (Number(LISTEN_PID) !== pid) return undefined;
  const sockets = Number(LISTEN_FDS);
  if (sockets > 1) throw new StartError((wording) => wording.severalDescriptors(sockets));
  return sockets === 1 ? FIRST_FD : undefined;
}

/**
 * Tells the service manager how this process does, if it wants to know. Node has no datagrams on Unix sockets, so that
 * systemd's own program sends it: the service needs NotifyAccess=all.
 * @param state such as READY=1
 */
export function notify(state: "READY=1" | "STOPPING=1"): void {
  if (!env.NOTIFY_SOCKET) return;
  // Where the program is missing the manager says itself that it was told nothing.
  process
    .getBuiltinModule("node:child_process")
    .spawn("systemd-notify", [`--pid=${pid}`, state], { stdio: "ignore" })
    .on("error", () => {});
}
