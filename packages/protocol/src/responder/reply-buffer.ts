import { FRAME_HEADER_SIZE, MAX_EXPLANATION_SIZE } from "../wire.js";

const SIZE = 24 * 1024;
const MAX_REPLY_SIZE = FRAME_HEADER_SIZE + MAX_EXPLANATION_SIZE;

/**
 * Collects the replies of a responder, so that many leave in one write. In bytes, its size holds the replies to a chunk
 * of 40 KiB of short messages. Both together are the most, 64 KiB, that a connection keeps for a client that does not
 * read.
 */
export class ReplyBuffer {
  /** The replies are the first `size` bytes. */
  bytes = new Uint8Array(SIZE);
  size = 0;

  /** Whether the longest reply might find no room. */
  get isFull(): boolean {
    return this.size > SIZE - MAX_REPLY_SIZE;
  }

  /** Removes and returns the replies. The view is valid until the next reply is put in. */
  take(): Uint8Array {
    const replies = this.bytes.subarray(0, this.size);
    this.size = 0;
    return replies;
  }

  /** Goes on with new memory, so that the replies taken last stay valid for a write that still needs them. */
  release(): void {
    this.bytes = new Uint8Array(SIZE);
  }
}
