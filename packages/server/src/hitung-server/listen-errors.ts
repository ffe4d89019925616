import type { CommandLineOptions } from "./options.js";
import type { Messages } from "./wording.js";

/** What the system or OpenSSL calls an error, and which file it is about; in no language. */
export function reasonOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  return code === undefined ? message : path === undefined ? code : `${code} (${path})`;
}

/** Why a server cannot listen, and what to do. */
export function describeListenError(
  error: NodeJS.ErrnoException,
  { host, port, socket }: CommandLineOptions,
  messages: Messages,
): string {
  // What is no error of the system says it all itself.
  if (error.code === undefined) return error.message;
  if (socket !== undefined) {
    return error.code === "EADDRINUSE"
      ? messages.socketInUse(socket)
      : messages.cannotListenOnSocket(socket, reasonOf(error));
  }
  switch (error.code) {
    case "EADDRINUSE":
      return messages.portInUse(port, host);
    case "EACCES":
      return messages.portForbidden(port);
    case "ENOTFOUND":
    case "EADDRNOTAVAIL":
    case "EAI_AGAIN":
      return messages.unknownHost(host, error.code);
    default:
      return messages.cannotListen(host, port, reasonOf(error));
  }
}
