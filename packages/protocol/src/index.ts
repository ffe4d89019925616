// A chunk's way through this package, from the bytes of requests to the bytes of their replies:
//
//   first byte -> createResponder    responder/  from F8 on the connection speaks frames, below it text
//   chunk      -> Responder.read     responder/  answers a run of short frames or lines at once in the kernel (batch.ts)
//     frames   -> FrameDecoder       frames/     reads the others one by one
//     text     -> TextSplitter       text/       ends messages at LF, at a pause, and at the end of the stream
//   piece      -> Answerer           responder/  one for both modes: size limit, tally, observer
//              -> MessageCounter     counting/   checks and counts; long pieces in the kernel, which is WebAssembly
//   outcome    -> writeCounts, writeError (frames/), or a sentence of SENTENCES (text/)
//   reply      -> ReplyBuffer        responder/  collects replies until the server sends them
//
// A client sends `encodeFrame`, and reads replies with `ReplyDecoder`. The folders counting/, frames/ and text/ use
// wire.ts, units.ts, errors.ts and input.ts, and not each other. Only responder/ uses all of them.

// For everybody: count characters, and find where they are.

export { Counter, count, measure } from "./counting/counter.js";
export { type Counts, toCounts } from "./counting/counts.js";
export { unicodeVersion } from "./counting/kernel.generated.js";
export { Segmenter } from "./counting/segmenter.js";
export { type Segment, segments } from "./counting/segments.js";
export {
  type ByteRange,
  type Utf8Fault,
  type Utf8Sequence,
  utf8Sequences,
  WELL_FORMED_UTF8,
} from "./counting/utf8-sequences.js";
export { BadFrameError, InvalidUtf8Error } from "./errors.js";
export type { Bytes } from "./input.js";
export { areUnits, bitsOf, UNIT_NAMES, UNITS, type Unit, UnitBit, type UnitSet, unitsOf } from "./units.js";

// For clients and servers: the wire, and what people read.

export { cutBetweenPairs } from "./counting/surrogates.js";
export { type FieldName, type FieldPiece, FieldReader } from "./frames/fields.js";
export { encodeFrame, FrameDecoder, type FrameHandler, writeHeader } from "./frames/frame.js";
export { printable, printableLines } from "./text/printable.js";
export { DEFAULT_LANGUAGE, LANGUAGES, type Language, SENTENCES, type Sentences } from "./text/sentences.js";
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
  speaksFrames,
  TEXT_PAUSE_MS,
} from "./wire.js";

// For clients: read replies.

export { offsetIn, type Reply, ReplyDecoder } from "./frames/reply.js";

// For servers: answer requests.

export { writeCounts, writeError } from "./frames/reply.js";
export { createResponder } from "./responder/create.js";
export { receiveBuffer } from "./responder/receive-buffer.js";
export { ReplyBuffer } from "./responder/reply-buffer.js";
export type {
  MessageObserver,
  Outcome,
  Responder,
  ResponderOptions,
  TerminationCode,
} from "./responder/responder.js";
export { Tally } from "./responder/tally.js";
export { type Terminator, type TextHandler, TextSplitter } from "./text/splitter.js";
