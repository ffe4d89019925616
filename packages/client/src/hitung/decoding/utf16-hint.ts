/** How much of a text is looked at, in bytes. */
const LOOKED_AT = 64;

/** Fewer bytes than these prove nothing. */
const LEAST = 4;

/**
 * The encoding that the beginning of a text shows, if it is not this one: a byte order mark of UTF-16, or a NUL at every
 * other byte, which is how UTF-16 writes ASCII.
 */
export function utf16Hint(beginning: Uint8Array, encoding: string): string | undefined {
  const shown = markOf(beginning) ?? (encoding === "utf-8" ? nulsOf(beginning) : undefined);
  return shown === encoding ? undefined : shown;
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

function nulsOf(beginning: Uint8Array): string | undefined {
  const size = Math.min(LOOKED_AT, beginning.length - (beginning.length % 2));
  if (size < LEAST) return undefined;
  const isNul = (parity: number, wanted: boolean) => {
    for (let at = parity; at < size; at += 2) if ((beginning[at] === 0) !== wanted) return false;
    return true;
  };
  if (isNul(1, true) && isNul(0, false)) return "utf-16le";
  return isNul(0, true) && isNul(1, false) ? "utf-16be" : undefined;
}
