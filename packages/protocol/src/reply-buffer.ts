import { FRAME_HEADER_SIZE, MAX_EXPLANATION_SIZE } from "./constants.js";

const SIZE = 32 * 1024;
const MAX_REPLY_SIZE = FRAME_HEADER_SIZE + MAX_EXPLANATION_SIZE;

/**
 * Where responders put their replies, so that many leave in one write. It holds the replies to a chunk of
 * 64 KiB of short pipelined messages.
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
