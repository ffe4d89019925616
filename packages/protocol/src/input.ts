import { FRAME_HEADER_SIZE } from "./wire.js";

// What callers hand over is checked where it enters the package, once. In JavaScript a wrong type would otherwise be
// counted as something else: `length` of a number, of an ArrayBuffer and of a DataView is undefined, and no byte.

/**
 * Bytes in any form. A view stands for the bytes that it covers, in the order in which they lie in memory: a
 * Uint16Array of n elements is 2 n bytes. They must not change during a call, which shared memory would allow.
 */
export type Bytes = ArrayBufferView | ArrayBufferLike;

const BUFFERS = new Set(["[object ArrayBuffer]", "[object SharedArrayBuffer]"]);

/**
 * The bytes as a Uint8Array over the same memory.
 * @param what names them in the error
 * @throws {TypeError} if they are none, or their memory was transferred to somebody else
 */
export function toBytes(bytes: Bytes, what: string, others = ""): Uint8Array {
  if (bytes instanceof Uint8Array && bytes.length > 0) return bytes;
  if (ArrayBuffer.isView(bytes)) {
    // This throws if the buffer was transferred; a view of it has the length 0, as if there were nothing to count.
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  // By its tag, as a buffer may come from another window, or from a worker.
  if (BUFFERS.has(Object.prototype.toString.call(bytes))) return new Uint8Array(bytes);
  throw new TypeError(
    `${what} must be ${others}bytes (an ArrayBuffer, or a view such as a Uint8Array), not ${kindOf(bytes)}`,
  );
}

/** @throws {RangeError} if an offset lies outside the bytes, or is no whole number */
export function checkOffset(bytes: Uint8Array, at: number): void {
  if (at >= 0 && at <= bytes.length && Number.isInteger(at)) return;
  throw new RangeError(`the offset must be a whole number from 0 to ${bytes.length}, not ${String(at)}`);
}

/** @throws {RangeError} if a number is no byte */
export function checkByte(value: number, what: string): void {
  if (value !== (value & 0xff))
    throw new RangeError(`${what} must be a byte, 0 to 255, not ${String(value)}`);
}

/**
 * Checks what a frame is written into.
 * @throws {TypeError} if it is no Uint8Array
 * @throws {RangeError} if a frame with this payload, in bytes, finds no room in it from `at` on
 */
export function checkRoom(target: Uint8Array, at: number, length: number): void {
  if (
    !(target instanceof Uint8Array) &&
    (target as Uint8Array | undefined)?.[Symbol.toStringTag] !== "Uint8Array"
  ) {
    throw new TypeError(`a frame is written into a Uint8Array, not ${kindOf(target)}`);
  }
  checkOffset(target, at);
  if (target.length - at >= FRAME_HEADER_SIZE + length) return;
  throw new RangeError(`${FRAME_HEADER_SIZE + length} bytes find no room at ${at} of ${target.length}`);
}

/** @throws {TypeError} if it is no string */
export function checkText(text: string, what: string): void {
  if (typeof text !== "string") throw new TypeError(`${what} must be a string, not ${kindOf(text)}`);
}

/** What something is, for a person. */
export function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (typeof value !== "object") return typeof value;
  return value.constructor?.name || "an object";
}
