import fc from "fast-check";
import { Peer } from "../../../../testing/peer.js";
import { areFrames, describeReplies, frameReplies, textReplies, wholeReplies } from "./expected.js";
import { badRoad, type Faults } from "./fault-proxy.js";
import { hostileStream } from "./hostile-streams.js";

/** A stream in which no pause ends a message: text has an LF first. */
const stream = hostileStream.map((bytes) => (areFrames(bytes) ? bytes : Uint8Array.from([0x0a, ...bytes])));

const travel: fc.Arbitrary<{ stream: Uint8Array; faults: Faults }> = fc.record({
  stream: stream.filter(({ length }) => length < 1000),
  faults: fc.record({
    slice: fc.constantFrom(1, 2, 7, 1000),
    delay: fc.constantFrom(0, 2),
    stall: fc.constantFrom(0, 0, 0, 300),
    end: fc.option(
      fc.record({
        after: fc.integer({ min: 1, max: 100 }),
        how: fc.constantFrom("cut" as const, "reset" as const),
      }),
      { nil: undefined },
    ),
  }),
});

/**
 * Sends as many streams at once, each through a bad road of its own, and checks that each message that came through
 * has the right reply, unless the road was reset, and that no reply is wrong.
 * @throws where that is not so
 */
export async function travelBadRoads(port: number, count: number): Promise<void> {
  await Promise.all(fc.sample(travel, count).map((one) => send(port, one.stream, one.faults)));
}

async function send(port: number, stream: Uint8Array, faults: Faults): Promise<void> {
  const peer = await Peer.connect(await badRoad(port, faults));
  const replies = await peer.send(stream).halfClose().rest();
  const broke = await peer.closed;
  const { end } = faults;
  const isReset = end?.how === "reset" && end.after <= stream.length;
  const came = end?.how === "cut" ? stream.subarray(0, end.after) : stream;
  const [said, expected] = areFrames(stream)
    ? [describeReplies(isReset ? wholeReplies(replies) : replies), frameReplies(came)].map((list) =>
        list.join("\n"),
      )
    : [replies.toString(), textReplies(came)];
  // A reset that comes together with bytes looks like an end in Node; the client has too few replies all the same.
  const isRight = isReset ? expected?.startsWith(said as string) : broke === undefined && said === expected;
  if (isRight) return;
  const what = `${Buffer.from(stream).toString("hex")} on ${JSON.stringify(faults)}`;
  throw new Error(`${what}: ${said} (${broke}) instead of ${expected}`);
}
