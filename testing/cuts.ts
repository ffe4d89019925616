import fc from "fast-check";

/** Runs a check on the bytes as one chunk, byte by byte, and cut at random places. */
export function inAllCuts(bytes: Uint8Array, check: (chunks: Uint8Array[]) => void): void {
  check([bytes]);
  check(Array.from(bytes, (byte) => Uint8Array.of(byte)));
  const places = fc.uniqueArray(fc.nat(bytes.length), { maxLength: 12 });
  fc.assert(
    fc.property(places, (cuts) =>
      check(
        cutAt(
          bytes,
          cuts.sort((a, b) => a - b),
        ),
      ),
    ),
    { numRuns: 40 },
  );
}

/** Bytes from pieces of text, hexadecimal digits in `<>`, as in `"a<F9 01>b"`. */
export function bytesOf(description: string): Uint8Array {
  const parts = description.split(/<([^>]*)>/);
  return Buffer.concat(
    parts.map((part, i) => (i % 2 === 0 ? Buffer.from(part) : Buffer.from(part.replace(/\s/g, ""), "hex"))),
  );
}

/** The bytes as one piece, byte by byte, in two pieces cut at each place, and cut at all of `cuts`. */
export function* allCuts(bytes: Buffer, cuts: readonly number[] = []): Generator<Buffer[]> {
  yield [bytes];
  yield Array.from(bytes, (byte) => Buffer.of(byte));
  for (let at = 1; at < bytes.length; at++) yield [bytes.subarray(0, at), bytes.subarray(at)];
  yield cutAt(bytes, cuts);
}

/** The bytes in pieces that end at each of `cuts`, which ascend. */
export function cutAt<Bytes extends Uint8Array>(bytes: Bytes, cuts: readonly number[]): Bytes[] {
  const edges = [0, ...cuts, bytes.length];
  return edges.slice(1).map((edge, i) => bytes.subarray(edges[i], edge) as Bytes);
}
