/** Builds a frame with Node's `Buffer`, independently of the encoder under test. */
export function frame(kind: number, tag: number, payload: string | Uint8Array = ""): Buffer {
  const bytes = Buffer.from(payload as string);
  const header = Buffer.from([kind, tag, 0, 0, 0, 0]);
  header.writeUInt32BE(bytes.length, 2);
  return Buffer.concat([header, bytes]);
}

/** The COUNTS frame for one count of code points. */
export function countsFrame(count: number): Buffer {
  const payload = Buffer.alloc(8);
  payload.writeBigUInt64BE(BigInt(count));
  return frame(0xfa, 1, payload);
}

/** Size of a COUNTS frame with one count. */
export const COUNTS_SIZE = 14;
