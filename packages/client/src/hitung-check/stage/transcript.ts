/** What happened on the wire, or between a program and the person who uses it. */
export type EntryKind =
  /** Bytes on a connection, seen from us. */
  | "sent"
  | "received"
  /** A connection begins, or ends: by us or by the other side. */
  | "connected"
  | "accepted"
  | "end"
  | "ended"
  | "reset"
  | "wasReset"
  /** What a person types, and what is printed. */
  | "typed"
  | "printed"
  | "complained"
  | "inputEnded"
  /** The process begins or ends. */
  | "started"
  | "exited";

export interface Entry {
  readonly kind: EntryKind;
  /** Which connection, from 1 on; 0 is none. */
  readonly connection: number;
  /** Bytes in hexadecimal digits, or a text such as how the process ended. */
  data: string;
  /** How many bytes there were, if not all of them are kept. */
  size?: number;
}

/** So many bytes of each entry are kept. */
const MAX_BYTES = 8192;
const MAX_ENTRIES = 2000;

/** Collects what happens, in order. Neighbours of the same kind become one entry. */
export class Transcript {
  readonly entries: Entry[] = [];

  /** Something that has no bytes. */
  note(kind: EntryKind, connection = 0, data = ""): void {
    if (this.entries.length < MAX_ENTRIES) this.entries.push({ kind, connection, data });
  }

  bytes(kind: EntryKind, connection: number, bytes: Uint8Array): void {
    const last = this.entries.at(-1);
    // What we send in pieces is shown in pieces; what comes has no borders.
    const isSame = kind !== "sent" && last?.kind === kind && last.connection === connection;
    if (!isSame && this.entries.length >= MAX_ENTRIES) return;
    const entry: Entry = isSame ? last : { kind, connection, data: "" };
    if (!isSame) this.entries.push(entry);
    const size = (entry.size ?? entry.data.length / 2) + bytes.length;
    const room = MAX_BYTES - entry.data.length / 2;
    if (room > 0) entry.data += Buffer.from(bytes.subarray(0, room)).toString("hex");
    if (size > MAX_BYTES) entry.size = size;
  }
}
