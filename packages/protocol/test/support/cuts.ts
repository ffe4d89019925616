import fc from "fast-check";

/** Runs a check on the bytes as one chunk, byte by byte, and cut at random places. */
export function inAllCuts(bytes: Uint8Array, check: (chunks: Uint8Array[]) => void): void {
  check([bytes]);
  check(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  const places = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 });
  fc.assert(
    fc.property(places, (cuts) => check(cutAt(bytes, cuts))),
    { numRuns: 40 },
  );
}

function cutAt(bytes: Uint8Array, places: number[]): Uint8Array[] {
  const edges = [0, ...places, bytes.length].sort((a, b) => a - b);
  return edges.slice(1).map((edge, i) => bytes.slice(edges[i], edge));
}

/** Bytes from pieces of text, hexadecimal digits in `<>`, as in `"a<F9 01>b"`. */
export function bytesOf(description: string): Uint8Array {
  const parts = description.split(/<([^>]*)>/);
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.from(part.replace(/\s/g, ""), "hex"))),
  );
}
