export { Counter, type Counts, count, measure, toCounts } from "./counting/counter.js";
export { unicodeVersion } from "./counting/kernel.generated.js";
export { BadFrameError, InvalidUtf8Error } from "./errors.js";
export { encodeFrame, FrameDecoder, type FrameHandler, writeHeader } from "./frames/frame.js";
export { offsetIn, type Reply, ReplyDecoder, writeCounts, writeError } from "./frames/reply.js";
export { createResponder } from "./responder/create.js";
export { ReplyBuffer } from "./responder/reply-buffer.js";
export type {
  MessageObserver,
  Outcome,
  Responder,
  ResponderOptions,
  TerminationCode,
} from "./responder/responder.js";
export { Tally } from "./responder/tally.js";
export { cutBetweenPairs } from "./text/cut.js";
export { printable, printableLines } from "./text/printable.js";
export { DEFAULT_LANGUAGE, LANGUAGES, type Language, SENTENCES, type Sentences } from "./text/sentences.js";
export { type Terminator, type TextHandler, TextSplitter } from "./text/splitter.js";
export { areUnits, bitsOf, UNIT_NAMES, UNITS, type Unit, UnitBit, unitsOf } from "./units.js";
export {
  DEFAULT_HOST,
  DEFAULT_PORT,
  ErrorCode,
  FIRST_FATAL_ERROR_CODE,
  FIRST_FRAME_BYTE,
  FRAME_HEADER_SIZE,
  FrameKind,
  MAX_EXPLANATION_SIZE,
  MAX_PAYLOAD_SIZE,
  TEXT_PAUSE_MS,
} from "./wire.js";
