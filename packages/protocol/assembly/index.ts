export { countCodePoints, countFourByteLeads } from "./count-bytes";
export { answeredSize, answerFrames } from "./frames";
export { countGraphemes, STATE_BITS } from "./graphemes";
export { INPUT, OUTPUT, TALLY } from "./layout";
export { isUtf8 } from "./utf8";
