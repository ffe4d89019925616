import { types } from "node:util";

/**
 * What a connection is to libuv: Node's own object below a `net.Socket`. Nothing of it is documented. Methods return 0, or
 * a negative error number.
 */
export interface StreamHandle {
  /** Called when something was read, with how much in `StreamBinding.state`. */
  onread: (this: StreamHandle) => void;
  /** Has all that comes read into this memory. */
  useUserBuffer(memory: Uint8Array): void;
  readStart(): number;
  readStop(): number;
  writeBuffer(request: WriteRequest, bytes: Uint8Array): number;
  shutdown(request: ShutdownRequest): number;
  close(onClosed: (this: StreamHandle) => void): void;
  /** TCP only. */
  reset?(onClosed: (this: StreamHandle) => void): number;
  getpeername?(info: { address?: string; port?: number }): number;
  setNoDelay?(on: boolean): number;
  setKeepAlive?(on: boolean, seconds: number): number;
}

/** Tells that bytes were taken which the kernel did not take at once. */
export interface WriteRequest {
  oncomplete: (this: WriteRequest, status: number) => void;
  handle: StreamHandle;
  /** Node keeps them no longer than this object does. */
  buffer: Uint8Array | undefined;
}

/** Tells that the kernel knows that we send no more. */
export interface ShutdownRequest {
  oncomplete: (this: ShutdownRequest, status: number) => void;
  handle: StreamHandle;
}

/** What all handles share. */
export interface StreamBinding {
  readonly WriteWrap: new () => WriteRequest;
  readonly ShutdownWrap: new () => ShutdownRequest;
  /** The results of the last call of a handle, or of what called back. */
  readonly state: Int32Array;
  /** Where in it is how much was read: bytes, 0 for nothing, or a negative error number. */
  readonly readBytesOrError: number;
  /** Where in it is whether the last write goes on: then its request is completed later. */
  readonly lastWriteWasAsync: number;
}

/** On these versions all of this was tried; a later one may have changed it, as Node 26 has in part. */
const NEWEST_MAJOR = 26;

/** Whether this process asks to be warned of what Node may take away one day. Then nothing of it is used. */
function asksForWarnings(): boolean {
  const { NODE_OPTIONS = "", NODE_PENDING_DEPRECATION } = process.env;
  return (
    NODE_PENDING_DEPRECATION === "1" ||
    /--pending-deprecation/.test([...process.execArgv, NODE_OPTIONS].join(" "))
  );
}

/**
 * How `net.Socket` itself reads and writes. Without the streams of JavaScript in between, a connection that asks once takes
 * half of the processor time, and an idle one half of the memory.
 * @returns undefined where this Node does not offer it; then connections are served through `net.Socket`
 */
export function loadStreamBinding(): StreamBinding | undefined {
  const [major] = process.versions.node.split(".").map(Number);
  if (process.platform === "win32" || major === undefined || major > NEWEST_MAJOR || asksForWarnings())
    return undefined;
  try {
    const { binding } = process as unknown as { binding(name: string): Record<string, unknown> };
    const { WriteWrap, ShutdownWrap, streamBaseState, kReadBytesOrError, kLastWriteWasAsync } =
      binding("stream_wrap");
    if (typeof WriteWrap !== "function" || typeof ShutdownWrap !== "function") return undefined;
    if (!types.isInt32Array(streamBaseState)) return undefined;
    if (typeof kReadBytesOrError !== "number" || typeof kLastWriteWasAsync !== "number") return undefined;
    return {
      WriteWrap: WriteWrap as StreamBinding["WriteWrap"],
      ShutdownWrap: ShutdownWrap as StreamBinding["ShutdownWrap"],
      state: streamBaseState,
      readBytesOrError: kReadBytesOrError,
      lastWriteWasAsync: kLastWriteWasAsync,
    };
  } catch {
    // ERR_ACCESS_DENIED: the process runs with --permission.
    return undefined;
  }
}

/** Whether it has what is used of it. */
export function isStreamHandle(handle: unknown): handle is StreamHandle {
  const methods = ["useUserBuffer", "readStart", "readStop", "writeBuffer", "shutdown", "close"];
  return methods.every((name) => typeof (handle as Record<string, unknown> | null)?.[name] === "function");
}
