import { resolve } from "node:path";
import { DEFAULT_HOST, DEFAULT_PORT } from "@hitung/protocol";
import { shownName } from "./shown-name.js";

/** What a server that is started without `--host` listens on. */
const DEFAULT_HOSTS = [DEFAULT_HOST, "localhost"];

/** The options with which `hitung-server` listens where a client looked for it, for a shell: "" or ` --port 4000`. */
export function serverOptionsFor(place: { host: string; port: number; socket?: string | undefined }): string {
  const { host, port, socket } = place;
  // The other program may run in another folder.
  if (socket !== undefined) return ` --socket ${quoted(resolve(socket))}`;
  const hostOption = DEFAULT_HOSTS.includes(host) ? "" : ` --host ${quoted(host)}`;
  return hostOption + (port === DEFAULT_PORT ? "" : ` --port ${port}`);
}

/** A word as a POSIX shell takes it. */
function quoted(word: string): string {
  return /^[\w./:%@-]+$/.test(word) ? word : `'${shownName(word).replaceAll("'", "'\\''")}'`;
}
