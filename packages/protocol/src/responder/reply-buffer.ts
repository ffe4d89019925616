import { FRAME_HEADER_SIZE, MAX_EXPLANATION_SIZE } from "../wire.js";

const SIZE = 24 * 1024;
const MAX_REPLY_SIZE = FRAME_HEADER_SIZE + MAX_EXPLANATION_SIZE;

/**
 * Where responders put their replies, so that many leave in one write. With chunks of 40 KiB, to whose short pipelined
 * messages it holds the replies, a connection whose client takes nothing keeps 64 KiB at most.
 */
export class ReplyBuffer {
  /** The replies are the first `size` bytes. */
  bytes = new Uint8Array(SIZE);
  size = 0;

  /** Whether there might be no room for one more reply. */
  get isFull(): boolean {
    return this.size > SIZE - MAX_REPLY_SIZE;
  }

  /** The replies, which leave the buffer. The view is valid until the next reply is put in. */
  take(): Uint8Array {
    const replies = this.bytes.subarray(0, this.size);
    this.size = 0;
    return replies;
  }

  /** Leaves the memory of the replies just taken to somebody who still needs it, and goes on with new memory. */
  release(): void {
    this.bytes = new Uint8Array(SIZE);
  }
}
