import { FIRST_FRAME_BYTE } from "../wire.js";
import { FrameResponder } from "./frame-responder.js";
import type { Responder, ResponderOptions } from "./responder.js";
import { TextResponder } from "./text-responder.js";

/** The responder for a connection, which its first byte decides. */
export function createResponder(firstByte: number, options: ResponderOptions): Responder {
  return firstByte >= FIRST_FRAME_BYTE ? new FrameResponder(options) : new TextResponder(options);
}
