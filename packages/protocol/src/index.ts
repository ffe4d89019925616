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
} from "./constants.js";
export { Counter, type Counts, count, measure, toCounts } from "./counter.js";
export { createResponder } from "./create-responder.js";
export { BadFrameError, InvalidUtf8Error } from "./errors.js";
export { encodeFrame, FrameDecoder, type FrameHandler, writeHeader } from "./frame.js";
export { unicodeVersion } from "./kernel.generated.js";
export { offsetIn, type Reply, ReplyDecoder, writeCounts, writeError } from "./reply.js";
export { ReplyBuffer } from "./reply-buffer.js";
export type {
  MessageObserver,
  Outcome,
  Responder,
  ResponderOptions,
  TerminationCode,
} from "./responder.js";
export { LANGUAGES, type Language, SENTENCES, type Sentences } from "./sentence.js";
export { Tally } from "./tally.js";
export { type Terminator, type TextHandler, TextSplitter } from "./text.js";
export { areUnits, bitsOf, UNIT_NAMES, UNITS, type Unit, UnitBit, unitsOf } from "./units.js";
