import fc from "fast-check";
import { Peer } from "../../../../testing/peer.js";
import { areFrames, describeReplies, frameReplies, textReplies, withoutTelnet } from "./expected.js";
import { hostileStream } from "./hostile-streams.js";

/** How many streams are under way at once. */
const AT_ONCE = 20;

/** How often a stream may take longer than the limit. A machine that is busy with something else makes it so once, not each time. */
const ATTEMPTS = 5;

/** How many streams are made at once, so that they need not all be in memory. */
const BATCH = 1000;

/**
 * Sends as many streams, each on a connection of its own whose end it half-closes, and checks the replies.
 * @param limit the time, in milliseconds, in which each stream is to be answered, and its connection closed
 * @throws where a reply is wrong, or comes too late
 */
export async function sendHostileStreams(port: number, count: number, limit = Infinity): Promise<void> {
  for (let made = 0; made < count; made += BATCH) {
    const streams = fc.sample(hostileStream, Math.min(BATCH, count - made));
    const sendAll = async () => {
      for (let stream = streams.pop(); stream !== undefined; stream = streams.pop())
        await send(port, stream, limit);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sendAll));
  }
}

async function send(port: number, stream: Uint8Array, limit: number): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const peer = await Peer.connect(port);
    const before = performance.now();
    const replies = await peer.send(stream).halfClose().rest();
    const took = performance.now() - before;
    check(stream, replies);
    if (took < limit) return;
    if (attempt === ATTEMPTS) throw new Error(`${took} ms for ${Buffer.from(stream).toString("hex")}`);
  }
}

function check(stream: Uint8Array, replies: Buffer): void {
  const isFrames = areFrames(stream);
  const expected = isFrames ? frameReplies(stream).join(", ") : textReplies(withoutTelnet(stream));
  const said = isFrames ? describeReplies(replies).join(", ") : replies.toString();
  if (said === expected) return;
  throw new Error(`${Buffer.from(stream).toString("hex")} was answered with ${said}, not with ${expected}`);
}
