import { type Utf8Fault, utf8Sequences } from "@hitung/protocol";

/** What Python's decoder says of a fault. */
function reasonOf(fault: Utf8Fault, hasRow: boolean): string {
  if (fault === "unfinished") return "unexpected end of data";
  // A byte that is in no row of the table starts no character.
  return hasRow ? "invalid continuation byte" : "invalid start byte";
}

/** What a server finds: a number, or the error with which it refuses the message or dies. */
export type Finding = { readonly count: number } | { readonly error: string };

/** The result of `len(bytes.decode())` in Python. */
export function pythonLength(bytes: Uint8Array): Finding {
  const error = decodingError(bytes);
  return error === undefined ? { count: [...utf8Sequences(bytes)].length } : { error };
}

/** The error with which `bytes.decode()` ends in Python; undefined if it decodes them. */
function decodingError(bytes: Uint8Array): string | undefined {
  for (const { offset, size, fault, row } of utf8Sequences(bytes)) {
    if (fault === undefined) continue;
    const one = `byte 0x${(bytes[offset] as number).toString(16).padStart(2, "0")} in position ${offset}`;
    const several = `bytes in position ${offset}-${offset + size - 1}`;
    const where = size === 1 ? one : several;
    return `UnicodeDecodeError: 'utf-8' codec can't decode ${where}: ${reasonOf(fault, row !== undefined)}`;
  }
  return undefined;
}
