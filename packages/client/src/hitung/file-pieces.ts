import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { pathOf } from "../command-line/argument-bytes.js";

/** So much is read at once, in bytes: with less each piece costs more than its bytes, and more does not help. */
const PIECE_SIZE = 512 * 1024;

/** So much of what is no regular file: a pipe gives no more at once. */
const STREAM_PIECE_SIZE = 64 * 1024;

/** The contents of a file, in pieces. Each is valid until the next one is asked for: their memory is used again. */
export async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(pathOf(path), "r");
  try {
    const stats = await file.stat();
    // A read of a pipe that nobody writes into could not be given up.
    if (!stats.isFile()) {
      yield* createReadStream("", { fd: file, autoClose: false, highWaterMark: STREAM_PIECE_SIZE });
      return;
    }
    yield* readRegular(file, stats.size);
  } finally {
    await file.close();
  }
}

/** While one piece is being used the next is read. */
async function* readRegular(file: FileHandle, expectedSize: number): AsyncGenerator<Uint8Array> {
  // A file of the system, such as one of /proc, says that it is empty.
  const size = expectedSize > 0 && expectedSize < PIECE_SIZE ? expectedSize + 1 : PIECE_SIZE;
  let [memory, other] = [Buffer.allocUnsafeSlow(size), Buffer.allocUnsafeSlow(size)];
  let reading = file.read(memory, 0, size, null);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return;
      reading = file.read(other, 0, size, null);
      // Who waits for it comes later.
      reading.catch(() => {});
      yield memory.subarray(0, bytesRead);
      [memory, other] = [other, memory];
    }
  } finally {
    await reading.catch(() => {});
  }
}
