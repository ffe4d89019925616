import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** A process as Linux shows it under /proc. */
export interface ProcessStatus {
  readonly pid: number;
  /** `R` runs or waits for a processor, `S` sleeps, `Z` has ended. */
  readonly state: string;
  /** Time on processors, in ticks of the kernel. */
  readonly ticks: number;
  /** Memory that it holds, in pages. */
  readonly pages: number;
}

/** An address on which a process listens, or to which a UDP socket is bound. */
export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** Whether this system shows processes and their sockets as Linux does. */
export const hasProc = process.platform === "linux";

/** The size of a page, which is the same on all machines that Node 20 runs on but some with ARM or Power. */
const PAGE_SIZE = 4096;

/** The kernel keeps the port of a server that closed a connection first for 60 s: so long it is waited for, in milliseconds. */
const PORT_KEPT_MS = 65_000;

const LISTENING = "0A";

/** The processes that have this line in their environment: a program, and what it started, also in the background. */
export function processesWith(marker: string): number[] {
  return readdirSync("/proc").flatMap((name) => {
    const pid = Number(name);
    return pid > 0 && pid !== process.pid && environmentOf(pid).includes(marker) ? [pid] : [];
  });
}

function environmentOf(pid: number): string[] {
  return read(`/proc/${pid}/environ`).split("\0");
}

/** What processes do at the moment. Those that have ended are left out. */
export function statusOf(pids: readonly number[]): ProcessStatus[] {
  return pids.flatMap((pid) => {
    // The second field is the name, in brackets, and may hold anything.
    const fields = read(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
    const [state = "Z"] = fields;
    if (state === "Z" || state === "X") return [];
    const number = (place: number) => Number(fields[place]);
    return [{ pid, state, ticks: number(11) + number(12), pages: number(21) }];
  });
}

export function bytesOf(processes: readonly ProcessStatus[]): number {
  return processes.reduce((sum, { pages }) => sum + pages, 0) * PAGE_SIZE;
}

/** Where these processes listen, and to what their UDP sockets are bound. */
export function socketsOf(pids: readonly number[]): {
  readonly listening: readonly SocketAddress[];
  readonly udp: readonly SocketAddress[];
} {
  const inodes = new Set(pids.flatMap(inodesOf));
  // The kernel takes milliseconds to list all sockets.
  if (inodes.size === 0) return { listening: [], udp: [] };
  const own = (rows: readonly Row[]) =>
    rows.filter(({ inode }) => inodes.has(inode)).map(({ local }) => local);
  return {
    listening: own(rowsOf("tcp").filter(({ state }) => state === LISTENING)),
    udp: own(rowsOf("udp")),
  };
}

/** How many sockets listen on a port of this machine. */
function listenersOn(port: number): number {
  return rowsOf("tcp").filter(({ state, local }) => state === LISTENING && local.port === port).length;
}

/**
 * Tries again where the kernel still keeps the port, as it does for a minute after a program has closed a connection.
 * Where another program listens on it, this would not help.
 * @param isKept whether an attempt failed because the port is in use
 */
export async function retryWhileKept<T>(
  port: number,
  attempt: () => Promise<T>,
  isKept: (error: unknown) => boolean,
): Promise<T> {
  const deadline = performance.now() + PORT_KEPT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isKept(error) || listenersOn(port) > 0 || performance.now() > deadline) throw error;
      await sleep(1000);
    }
  }
}

function inodesOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/**
 * How many bytes wait between these two ports of this machine: not yet sent, not yet acknowledged, or not yet read by
 * the side that has the port `to`. Undefined if there is no such connection.
 */
export function bytesBetween(from: number, to: number): number | undefined {
  const rows = rowsOf("tcp");
  const sender = rows.find(({ local, remote }) => local.port === from && remote.port === to);
  const receiver = rows.find(({ local, remote }) => local.port === to && remote.port === from);
  if (sender === undefined || receiver === undefined) return undefined;
  return sender.unsent + receiver.unread;
}

/** A row of /proc/net/tcp, as proc(5) describes it. */
interface Row {
  readonly local: SocketAddress;
  readonly remote: SocketAddress;
  readonly state: string;
  readonly unsent: number;
  readonly unread: number;
  readonly inode: string;
}

function rowsOf(protocol: "tcp" | "udp"): Row[] {
  return [protocol, `${protocol}6`].flatMap((name) =>
    read(`/proc/net/${name}`)
      .split("\n")
      .slice(1)
      .flatMap((line) => {
        const [, local, remote, state, queues, , , , , inode] = line.trim().split(/\s+/);
        if (local === undefined || remote === undefined || queues === undefined || inode === undefined)
          return [];
        const [unsent, unread] = queues.split(":").map((digits) => Number.parseInt(digits, 16));
        return [
          {
            local: addressOf(local),
            remote: addressOf(remote),
            state: state as string,
            unsent: unsent as number,
            unread: unread as number,
            inode,
          },
        ];
      }),
  );
}

/** The kernel prints an address as words in the order of bytes of this machine. */
function addressOf(text: string): SocketAddress {
  const [digits = "", port = ""] = text.split(":");
  const words = Buffer.from(digits, "hex");
  const bytes = littleEndian ? words.swap32() : words;
  return { host: bytes.length === 4 ? bytes.join(".") : groupsOf(bytes), port: Number.parseInt(port, 16) };
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function groupsOf(bytes: Buffer): string {
  const digits = bytes.toString("hex");
  if (/^0{20}ffff/.test(digits)) return bytes.subarray(12).join(".");
  if (/^0*$/.test(digits)) return "::";
  if (/^0{31}1$/.test(digits)) return "::1";
  return (digits.match(/.{4}/g) as string[])
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}

function read(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    // The process has ended, or is somebody else's.
    return "";
  }
}
