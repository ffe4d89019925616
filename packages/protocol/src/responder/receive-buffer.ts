import { loadKernel } from "../counting/kernel.js";

/**
 * Memory of 64 KiB to read requests into, one for the whole process. Bytes that lie in it are counted where they are; others
 * are copied first. A responder has done with them when its `read` returns, and then the next ones may be read into it,
 * for whatever connection.
 */
export function receiveBuffer(): Uint8Array {
  return loadKernel().arrivals;
}
