/** Builds frames with Node's `Buffer`, so that tests do not compare our encoder with itself. */
export function frame(kind: number, tag: number, payload: string | Uint8Array = ""): Buffer {
  const bytes = Buffer.from(payload as string);
  const header = Buffer.alloc(6);
  header.writeUInt8(kind, 0);
  header.writeUInt8(tag, 1);
  header.writeUInt32BE(bytes.length, 2);
  return Buffer.concat([header, bytes]);
}

/** A COUNTS frame. */
export function countsFrame(units: number, ...counts: (number | bigint)[]): Buffer {
  const payload = Buffer.alloc(8 * counts.length);
  counts.forEach((count, i) => {
    payload.writeBigUInt64BE(BigInt(count), 8 * i);
  });
  return frame(0xfa, units, payload);
}

/** An ERROR frame. */
export function errorFrame(code: number, explanation: string): Buffer {
  return frame(0xfb, code, explanation);
}

/** The COUNTS frame with one count, of code points. */
export function countFrame(codePoints: number): Buffer {
  return countsFrame(1, codePoints);
}

/** Size of such a frame in bytes. */
export const COUNT_SIZE = 14;
