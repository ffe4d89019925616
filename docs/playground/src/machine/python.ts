import { type Utf8Fault, utf8Sequences } from "@hitung/protocol";

/** What Python's decoder says of a fault. */
function reasonOf(fault: Utf8Fault, hasRow: boolean): string {
  if (fault === "unfinished") return "unexpected end of data";
  // A byte that is in no row of the table starts no character.
  return hasRow ? "invalid continuation byte" : "invalid start byte";
}

/** The error with which `bytes.decode()` ends in Python; undefined if it decodes them. */
export function pythonError(bytes: Uint8Array): string | undefined {
  for (const { offset, size, fault, row } of utf8Sequences(bytes)) {
    if (fault === undefined) continue;
    const one = `byte 0x${(bytes[offset] as number).toString(16).padStart(2, "0")} in position ${offset}`;
    const several = `bytes in position ${offset}-${offset + size - 1}`;
    const where = size === 1 ? one : several;
    return `UnicodeDecodeError: 'utf-8' codec can't decode ${where}: ${reasonOf(fault, row !== undefined)}`;
  }
  return undefined;
}
