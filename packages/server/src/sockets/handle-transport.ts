import { getSystemErrorName } from "node:util";
import type { ShutdownRequest, StreamBinding, StreamHandle, WriteRequest } from "./stream-binding.js";
import { NOBODY, type Transport, type TransportHandler } from "./transport.js";

const TRANSPORT = Symbol("transport");
type AttachedHandle = StreamHandle & { [TRANSPORT]: HandleTransport };

/** libuv's number for the end of a stream, UV_EOF, on all systems. */
const END_OF_STREAM = -4095;

/** How far our side is with closing. */
type OurSide =
  | "open"
  /** To be closed once all is written. */
  | "ending"
  /** The kernel is being told, which takes until the next turn of the event loop. libuv refuses a reset meanwhile. */
  | "shutting"
  | "shut";

/** What the transports of a server share. */
export interface HandleContext {
  readonly binding: StreamBinding;
  /** Memory that the bytes of all connections are read into, one chunk after the other. */
  readonly input: Uint8Array;
  /** The same and more of it, for connections on which much comes. */
  readonly largeInput: Uint8Array;
  /** A request that no write needs any more, for the next one. */
  spareRequest: WriteRequest | undefined;
}

/** A connection on Node's handle of it, without the streams of JavaScript. */
export class HandleTransport implements Transport {
  handler: TransportHandler = NOBODY;
  bytesRead = 0;
  systemError: string | undefined;
  isPaused = true;
  isDestroyed = false;
  readonly isShakingHands = false;
  readonly #handle: StreamHandle;
  readonly #context: HandleContext;
  #pendingWrites = 0;
  #hasPeerEnded = false;
  #ourSide: OurSide = "open";
  #isResetAsked = false;
  /** What is read into. */
  #input: Uint8Array;
  #peer: { readonly address?: string; readonly port?: number } | undefined;

  constructor(handle: StreamHandle, context: HandleContext) {
    this.#handle = handle;
    this.#context = context;
    this.#input = context.input;
    (handle as AttachedHandle)[TRANSPORT] = this;
    handle.onread = onRead;
    handle.useUserBuffer(context.input);
  }

  get remoteAddress(): string | undefined {
    return this.#peerName().address;
  }

  get remotePort(): number | undefined {
    return this.#peerName().port;
  }

  get isBlocked(): boolean {
    return this.#pendingWrites > 0;
  }

  get isWritable(): boolean {
    return this.#ourSide === "open" && !this.isDestroyed;
  }

  readMore(): void {
    const { largeInput } = this.#context;
    if (this.#input === largeInput || this.isDestroyed) return;
    this.#input = largeInput;
    this.#handle.useUserBuffer(largeInput);
  }

  resume(): void {
    if (!this.isPaused || this.isDestroyed) return;
    this.isPaused = false;
    if (!this.#hasPeerEnded) this.#check(this.#handle.readStart());
  }

  pause(): void {
    if (this.isPaused || this.isDestroyed) return;
    this.isPaused = true;
    if (!this.#hasPeerEnded) this.#check(this.#handle.readStop());
  }

  write(bytes: Uint8Array): boolean {
    if (!this.isWritable) return true;
    const context = this.#context;
    const request = context.spareRequest ?? new context.binding.WriteWrap();
    context.spareRequest = undefined;
    const result = this.#handle.writeBuffer(request, bytes);
    if (context.binding.state[context.binding.lastWriteWasAsync] === 0 || result < 0) {
      context.spareRequest = request;
      this.#check(result);
      return true;
    }
    request.handle = this.#handle;
    request.buffer = bytes;
    request.oncomplete = onWritten;
    this.#pendingWrites++;
    return false;
  }

  end(): void {
    if (!this.isWritable) return;
    this.#ourSide = "ending";
    this.#shutDownWhenWritten();
    this.resume();
  }

  destroy(): void {
    if (this.isDestroyed) return;
    this.isDestroyed = true;
    this.#handle.close(onClosed);
  }

  reset(): void {
    if (this.isDestroyed) return;
    if (this.#ourSide === "shutting") this.#isResetAsked = true;
    else if (this.#handle.reset === undefined) this.destroy();
    else {
      this.isDestroyed = true;
      this.#handle.reset(onClosed);
    }
  }

  /** For `onRead`. */
  take(): void {
    const { binding } = this.#context;
    const size = binding.state[binding.readBytesOrError] as number;
    if (size > 0) {
      this.bytesRead += size;
      this.handler.onData(this.#input.subarray(0, size));
    } else if (size === END_OF_STREAM) {
      this.#hasPeerEnded = true;
      if (this.#ourSide === "shut") this.destroy();
      else this.handler.onEnd();
    } else {
      this.#check(size);
    }
  }

  /** For `onWritten`. */
  complete(request: WriteRequest, status: number): void {
    request.buffer = undefined;
    if (this.isDestroyed) return;
    this.#pendingWrites--;
    this.#check(status);
    if (this.#pendingWrites > 0 || this.isDestroyed) return;
    if (this.#ourSide === "ending") this.#shutDownWhenWritten();
    this.handler.onDrain();
  }

  /** For `onShut`. */
  shut(status: number): void {
    if (this.isDestroyed) return;
    this.#ourSide = "shut";
    if (this.#isResetAsked) this.reset();
    // It fails if the other side has reset the connection.
    else if (this.#hasPeerEnded || status < 0) this.destroy();
  }

  /** For `onClosed`. */
  closed(): void {
    this.handler.onClose();
    this.handler = NOBODY;
  }

  #shutDownWhenWritten(): void {
    if (this.#pendingWrites > 0) return;
    // Where nothing more can come, closing says all that is to be said.
    if (this.#hasPeerEnded) {
      this.destroy();
      return;
    }
    const request = new this.#context.binding.ShutdownWrap();
    request.handle = this.#handle;
    request.oncomplete = onShut;
    this.#ourSide = "shutting";
    if (this.#handle.shutdown(request) < 0) this.destroy();
  }

  /** Closes the connection if this is an error. */
  #check(result: number): void {
    if (result >= 0 || this.isDestroyed) return;
    this.systemError = getSystemErrorName(result);
    this.destroy();
  }

  #peerName() {
    if (this.#peer === undefined) {
      const peer = {};
      this.#handle.getpeername?.(peer);
      this.#peer = peer;
    }
    return this.#peer;
  }
}

// All connections share these functions. Node calls them as methods of a handle or of a request.

function onRead(this: StreamHandle): void {
  (this as AttachedHandle)[TRANSPORT].take();
}

function onWritten(this: WriteRequest, status: number): void {
  (this.handle as AttachedHandle)[TRANSPORT].complete(this, status);
}

function onShut(this: ShutdownRequest, status: number): void {
  (this.handle as AttachedHandle)[TRANSPORT].shut(status);
}

function onClosed(this: StreamHandle): void {
  (this as AttachedHandle)[TRANSPORT].closed();
}
