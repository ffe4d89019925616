import { FRAME_HEADER_SIZE } from "@hitung/protocol";
import { cutsIn, requestOf } from "./exchange.js";
import { type Finding, pythonLength } from "./python.js";
import type { State } from "./state.js";

/** The size of the buffer in the exercise. */
export const RECV_SIZE = 1024;

const LF = 0x0a;

/** What a server does that takes what one `recv(1024)` returns for the whole message. */
export interface OneRecv {
  /** How many bytes it gets. */
  readonly size: number;
  /** How many bytes of the request it never sees. */
  readonly unread: number;
  /** The number that it answers, or what Python says as it dies. */
  readonly finding: Finding;
  /** Whether it counts line ends as characters. */
  readonly countsLineEnds: boolean;
}

/**
 * In text mode it counts the characters of what it got, as the server of the exercise does. In frames it takes the header for
 * granted, and counts as much of the payload as it got. Both are as in Python.
 */
export function oneRecv(state: State): OneRecv {
  const request = requestOf(state);
  const firstCut = cutsIn(state, request)[0]?.at ?? request.length;
  const got = request.subarray(0, Math.min(firstCut, RECV_SIZE));
  const rest = { size: got.length, unread: request.length - got.length, countsLineEnds: false };
  if (state.mode === "text") return { ...rest, countsLineEnds: got.includes(LF), finding: pythonLength(got) };
  if (got.length < FRAME_HEADER_SIZE) {
    const error = `struct.error: unpack requires a buffer of ${FRAME_HEADER_SIZE} bytes`;
    return { ...rest, finding: { error } };
  }
  const length = new DataView(got.buffer, got.byteOffset).getUint32(2);
  return { ...rest, finding: pythonLength(got.subarray(FRAME_HEADER_SIZE, FRAME_HEADER_SIZE + length)) };
}
