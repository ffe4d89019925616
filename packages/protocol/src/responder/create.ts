import { checkByte } from "../input.js";
import { speaksFrames, TELNET_IAC } from "../wire.js";
import { FrameResponder } from "./frame-responder.js";
import type { Responder, ResponderOptions } from "./responder.js";
import { TelnetResponder } from "./telnet-responder.js";
import { TextResponder } from "./text-responder.js";

/**
 * Creates the responder for a connection, whose first byte decides the mode: frames, or text, of Telnet as well.
 * @throws {RangeError} if it is no byte
 */
export function createResponder(firstByte: number, options: ResponderOptions): Responder {
  checkByte(firstByte, "the first byte of a connection");
  if (firstByte === TELNET_IAC) return new TelnetResponder(options);
  return speaksFrames(firstByte) ? new FrameResponder(options) : new TextResponder(options);
}
