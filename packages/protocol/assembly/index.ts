export { answeredSize } from "./answered";
export { countCodePoints, countFourByteLeads } from "./count-bytes";
export { answerFrames } from "./frames";
export { countGraphemes, STATE_BITS } from "./graphemes";
export { ARRIVALS, INPUT, OUTPUT, SENTENCE, TALLY } from "./layout";
export { answerLines } from "./lines";
export { findSegments } from "./segments";
export { isUtf8 } from "./utf8";
