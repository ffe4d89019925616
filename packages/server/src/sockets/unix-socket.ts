import { once } from "node:events";
import {
  type BigIntStats,
  linkSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  renameSync,
  unlinkSync,
} from "node:fs";
import { connect } from "node:net";
import { basename, dirname, join } from "node:path";

/** The longest path of a Unix socket in bytes: what Linux and macOS both take. Node cuts a longer one without a word. */
const MAX_PATH_SIZE = 103;

/** How long, in bytes, the names are that are used on the way to the path. */
const PASSING_NAME_SIZE = 8;

/**
 * Returns a name in the folder of `path` for a socket that is not at its path yet. If the process is killed in this moment
 * it stays behind, and does no harm.
 * @throws an error with the code ENAMETOOLONG
 */
export function passingPath(path: string): string {
  const passing = passingName(path, process.getBuiltinModule("node:crypto").randomBytes(16));
  if (Math.max(Buffer.byteLength(path), Buffer.byteLength(passing)) > MAX_PATH_SIZE) {
    const most = MAX_PATH_SIZE - PASSING_NAME_SIZE - 1;
    throw systemError(
      "ENAMETOOLONG",
      `a Unix socket's path has ${MAX_PATH_SIZE} bytes at most, its folder ${most}`,
    );
  }
  return passing;
}

/**
 * Puts the socket at `own`, which somebody listens on, at `path` instead. A dead socket there, which nobody listens on any
 * more, is replaced. Of several servers that do so at once one succeeds.
 *
 * A file system can create a name only if there is none (`link`), and replace whatever is there (`rename`), but not replace
 * a certain file only. So who wants to replace a dead socket first takes a name that is made from its identity, which is a
 * right that one server can have. The socket of this server is linked there: as long as it lives the others give way; if it
 * is killed it is a dead socket as well, and its right is taken in the same way. To rename it to the path both replaces the
 * dead socket and gives up the right, in one step.
 * @returns what removes the socket, unless something else is at the path meanwhile
 * @throws a system error; EADDRINUSE if another server is there, or a file that is no socket
 */
export async function occupy(path: string, own: string): Promise<() => void> {
  const socket = statOf(own);
  await place(path, own);
  unlinkSync(own);
  return () => {
    // Nobody replaces it as long as somebody listens: it cannot change in between.
    if (isSame(statOf(path), socket)) unlinkSync(path);
  };
}

/** The path of a Unix socket that this process has inherited, as far as the system tells it (Linux: /proc/net/unix). */
export function inheritedPath(fd: number): string {
  try {
    const [, inode] = /\[(\d+)\]/.exec(readlinkSync(`/proc/self/fd/${fd}`)) ?? [];
    const rows = readFileSync("/proc/net/unix", "utf8").split("\n");
    // Num, RefCount, Protocol, Flags, Type, St, Inode, Path
    const row = rows.map((each) => each.trim().split(/\s+/)).find((fields) => fields[6] === inode);
    return row?.slice(7).join(" ") ?? "";
  } catch {
    return "";
  }
}

async function place(path: string, own: string): Promise<void> {
  while (!tryToLink(own, path)) {
    const found = statOf(path);
    if (found === undefined) continue;
    if (!found.isSocket() || (await isAlive(path))) {
      throw systemError("EADDRINUSE", `address already in use ${path}`);
    }
    const right = passingName(path, `${basename(path)} ${found.ino} ${found.mtimeNs}`);
    await place(right, own);
    // Another one may have replaced it before this one had the right.
    if (isSame(statOf(path), found)) {
      renameSync(right, path);
      return;
    }
    unlinkSync(right);
  }
}

/** Returns whether the name was free. */
function tryToLink(own: string, path: string): boolean {
  try {
    linkSync(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isAlive(path: string): Promise<boolean> {
  const socket = connect(path);
  try {
    await once(socket, "connect");
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code !== "ECONNREFUSED" && code !== "ENOENT";
  } finally {
    socket.destroy();
  }
}

/** A name in the folder of `path` that hardly anything else makes. */
function passingName(path: string, seed: string | Uint8Array): string {
  const digits = process
    .getBuiltinModule("node:crypto")
    .createHash("sha256")
    .update(seed)
    .digest("base64url");
  return join(dirname(path), `.${digits.slice(0, PASSING_NAME_SIZE - 1)}`);
}

function statOf(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Whether both are the same file. The time tells it from one that was there before and had the same number. */
function isSame(one: BigIntStats | undefined, other: BigIntStats | undefined): boolean {
  return one?.dev === other?.dev && one?.ino === other?.ino && one?.mtimeNs === other?.mtimeNs;
}

function systemError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
