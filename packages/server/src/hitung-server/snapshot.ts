import type { Statistics } from "../events.js";
import type { Server } from "../server.js";
import { BUCKETS, type ReplyTimes } from "./reply-times.js";

/** The counters of one mode, as in `Tally`. */
interface ModeSnapshot {
  readonly counted: readonly number[];
  readonly errors: readonly number[];
}

/** What a process that serves has done so far, in plain numbers that another process can be sent. */
export interface Snapshot extends Omit<Statistics, "text" | "frames"> {
  readonly text: ModeSnapshot;
  readonly frames: ModeSnapshot;
  /** How many replies took at most as long as each of `BUCKETS`, and longer than the one before; the last, longer than all. */
  readonly replies: readonly number[];
  /** How long all replies took together. */
  readonly replySeconds: number;
  /** The processor time of the process. */
  readonly cpuSeconds: number;
  /** The memory of the process that is resident. */
  readonly residentBytes: number;
}

const NO_MODE: ModeSnapshot = { counted: [], errors: [] };

/** What a process has done that does not exist any more, or not yet. */
export const NOTHING: Snapshot = {
  open: 0,
  accepted: 0,
  refused: 0,
  rejected: 0,
  idle: 0,
  bytesRead: 0,
  text: NO_MODE,
  frames: NO_MODE,
  replies: [],
  replySeconds: 0,
  cpuSeconds: 0,
  residentBytes: 0,
};

/** What this process has done. */
export function takeSnapshot(server: Server, replyTimes: ReplyTimes | undefined): Snapshot {
  const { text, frames, ...numbers } = server.statistics;
  const { user, system } = process.cpuUsage();
  const listOf = ({ counted, errors }: typeof text) => ({ counted: [...counted], errors: [...errors] });
  return {
    ...numbers,
    text: listOf(text),
    frames: listOf(frames),
    replies: replyTimes?.perBucket ?? [],
    replySeconds: replyTimes?.sum ?? 0,
    cpuSeconds: (user + system) / 1_000_000,
    residentBytes: process.memoryUsage.rss(),
  };
}

/** The sums of both. */
export function addUp(one: Snapshot, other: Snapshot): Snapshot {
  return {
    open: one.open + other.open,
    accepted: one.accepted + other.accepted,
    refused: one.refused + other.refused,
    rejected: one.rejected + other.rejected,
    idle: one.idle + other.idle,
    bytesRead: one.bytesRead + other.bytesRead,
    text: addModes(one.text, other.text),
    frames: addModes(one.frames, other.frames),
    replies: addLists(one.replies, other.replies),
    replySeconds: one.replySeconds + other.replySeconds,
    cpuSeconds: one.cpuSeconds + other.cpuSeconds,
    residentBytes: one.residentBytes + other.residentBytes,
  };
}

/** What stays of a process that has ended: its counters. */
export function withoutGauges(snapshot: Snapshot): Snapshot {
  return { ...snapshot, open: 0, residentBytes: 0 };
}

/** The numbers of replies that took at most as long as each bound; the last is that of all replies. */
export function cumulative({ replies }: Snapshot): number[] {
  let total = 0;
  return Array.from({ length: BUCKETS.length + 1 }, (_, bucket) => {
    total += replies[bucket] ?? 0;
    return total;
  });
}

function addModes(one: ModeSnapshot, other: ModeSnapshot): ModeSnapshot {
  return { counted: addLists(one.counted, other.counted), errors: addLists(one.errors, other.errors) };
}

function addLists(one: readonly number[], other: readonly number[]): number[] {
  const length = Math.max(one.length, other.length);
  return Array.from({ length }, (_, at) => (one[at] ?? 0) + (other[at] ?? 0));
}
