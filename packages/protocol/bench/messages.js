import { createResponder, encodeFrame, FrameKind, ReplyBuffer, UnitBit } from "../dist/index.js";
import { race } from "./harness.js";

const CHUNK = 64 * 1024;
const REPLY_SIZE = 14;
const MESSAGES = { ASCII: "Handy Arfiano Hastyawan", Cyrillic: "Хэнди Арфиано" };

/** A responder with an observer answers message by message, in JavaScript. */
const OBSERVER = { onPiece() {}, onAnswer() {} };

/** Frames in, replies out, in process: chunks of 64 KiB of short messages, and chunks of one message. */
export function benchMessages(effort) {
  return Object.entries(MESSAGES).map(([name, text]) => {
    const frame = encodeFrame(FrameKind.MESSAGE, UnitBit.codePoints, new TextEncoder().encode(text));
    const many = Math.floor(CHUNK / frame.length);
    const pipelined = Buffer.concat(new Array(many).fill(frame));
    const codePoints = [...text].length;
    const speeds = race(
      [
        answering("hitung, pipelined", pipelined, many, codePoints),
        answering("message by message", pipelined, many, codePoints, OBSERVER),
        answering("one for each chunk", frame, 1, codePoints),
      ],
      effort,
    );
    return { what: `short messages, ${name}`, unit: "M/s", speeds };
  });
}

/** Every message of the chunk has the same number of code points, and the sum of all of them is the answer. */
function answering(name, chunk, amount, codePoints, observer) {
  const replies = new ReplyBuffer();
  const responder = createResponder(FrameKind.MESSAGE, { replies, language: "en", observer });
  const run = () => {
    let sum = 0;
    for (let at = 0; at < chunk.length; ) {
      at = responder.read(chunk, at);
      const taken = replies.take();
      sum += (taken.length / REPLY_SIZE) * taken[REPLY_SIZE - 1];
    }
    return sum;
  };
  return { name, amount, expected: amount * codePoints, run };
}
