import type { OptionValues } from "./options.js";
import type { Wording } from "./wording.js";

/** Why the program cannot do its task: an address, a file, or something else that lies outside of it. */
export class StartError extends Error {
  /** @param tell tells the reason, and what to do, in the language of the user */
  constructor(
    readonly tell: (wording: Wording) => string,
    cause?: unknown,
  ) {
    super("the program cannot do its task", { cause });
  }
}

/** The arguments or the variables of the environment are wrong. */
export class UsageError extends StartError {}

/** What the system or OpenSSL calls an error, and which file it is about; in no language. */
export function reasonOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : path === undefined ? code : `${code} (${path})`;
}

/** Returns the error for an address or a socket that the server cannot listen on. */
export function listenError(
  cause: unknown,
  { host, port, socket }: OptionValues,
  descriptor?: number,
): StartError {
  const { code } = cause as NodeJS.ErrnoException;
  return new StartError((wording) => {
    if (code === "ENOTSUP") return wording.noWorkers;
    if (descriptor !== undefined) return wording.cannotListenOnDescriptor(descriptor, reasonOf(cause));
    if (socket !== undefined) {
      return code === "EADDRINUSE"
        ? wording.socketInUse(socket)
        : wording.cannotListenOnSocket(socket, reasonOf(cause));
    }
    switch (code) {
      case "EADDRINUSE":
        return wording.portInUse(port, host);
      case "EACCES":
        return wording.portForbidden(port);
      case "ENOTFOUND":
      case "EADDRNOTAVAIL":
      case "EAI_AGAIN":
        return wording.unknownHost(host, code);
      default:
        return wording.cannotListen(host, port, reasonOf(cause));
    }
  }, cause);
}
