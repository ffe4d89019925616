import { Finding } from "../job.js";
import { compare, framesIn } from "./comparison.js";
import { each, PAUSE_MS, type VectorScene, WHOLE } from "./vector-scene.js";
import { type FrameVector, frameVectorsOf, textVectorsOf } from "./vectors.js";

/** So many messages are sent ahead. */
const AHEAD = 2000;
/** A client that does not read sends so many bytes, more than the buffers of most systems hold. */
const FLOOD = 32 * 1024 * 1024;
/** Pieces of one message in text mode come so far apart: less than a pause. */
const GAP_MS = 80;
const ATTEMPTS = 5;
/** A vector is cut at all its places at once, and at so many of them alone. */
const SINGLE_CUTS = 6;

function message(payload: string, units = "01", kind = "f9"): string {
  const bytes = Buffer.from(payload);
  return `${kind}${units}${bytes.length.toString(16).padStart(8, "0")}${bytes.toString("hex")}`;
}

function counts(...numbers: number[]): string {
  return numbers.map((number) => number.toString(16).padStart(16, "0")).join("");
}

/** The sample and a family, in all units. */
const EVERYWHERE: FrameVector = {
  name: "cut in every place",
  input: message("Handy Arfiano Hastyawan") + message("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}é", "0d"),
  cuts: [],
  end: false,
  replies: [{ frame: `fa0100000008${counts(23)}` }, { frame: `fa0d00000018${counts(6, 9, 20)}` }],
  closes: false,
};

/** One vector of a line in pieces that the server reads one by one, for sure. */
const WATCHED = "a line in pieces";

/** Some of many places, from the first to the last. */
function spread(places: readonly number[]): number[] {
  const step = Math.max(1, places.length / SINGLE_CUTS);
  return Array.from(
    { length: Math.ceil(places.length / step) },
    (_, i) => places[Math.floor(i * step)] as number,
  );
}

const frameCase = (id: string) => (scene: VectorScene) =>
  scene.playAll(
    frameVectorsOf(id),
    ({ input, cuts }) => [
      WHOLE,
      { name: "byte by byte", places: each(Buffer.alloc(input.length / 2)), isFast: true },
      ...(cuts.length > 0 ? [{ name: `cut at ${cuts.join(", ")}`, places: cuts }] : []),
      ...spread(cuts).map((cut) => ({ name: `cut at ${cut}`, places: [cut] })),
    ],
    (vector, cut, transcript) => scene.playFrames(vector, cut, transcript),
  );

const textCase = (id: string) => (scene: VectorScene) =>
  scene.playAll(
    textVectorsOf(id),
    ({ name }) => [
      WHOLE,
      { name: "in two pieces", places: [1], isWatched: name === WATCHED },
      { name: "byte by byte", places: [1], isFast: true },
    ],
    (vector, cut, transcript) => scene.playText(vector, cut, transcript),
  );

const ids = (letter: string, count: number) =>
  Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, "0")}`);

/** The cases of the protocol, by id. */
export const VECTOR_CASES: Readonly<Record<string, (scene: VectorScene) => Promise<void>>> = {
  ...Object.fromEntries(ids("F", 9).map((id) => [id, frameCase(id)])),
  ...Object.fromEntries(ids("T", 10).map((id) => [id, textCase(id)])),

  async F10(scene) {
    await scene.playAll(
      [EVERYWHERE],
      ({ input }) =>
        each(Buffer.alloc(input.length / 2)).map((place) => ({
          name: `cut at ${place}`,
          places: [place],
          isWatched: place === 1,
        })),
      (vector, cut, transcript) => scene.playFrames(vector, cut, transcript),
    );
  },

  async F11(scene) {
    const unfinished = [
      { name: "a message without its last byte", input: message("halo"), reply: `fa0100000008${counts(4)}` },
      {
        name: "a PART",
        input: message("ha", "01", "f8") + message("lo"),
        reply: `fa0100000008${counts(4)}`,
        cut: 8,
      },
      {
        name: "bytes that are not UTF-8, without the last byte",
        input: "f90100000004ff616263",
        error: 1,
        begins: "offset 0:",
      },
      { name: "unknown units, without the last byte", input: "f9100000000461626364", error: 3, begins: "" },
    ];
    await scene.playAll(
      unfinished,
      () => [WHOLE],
      async ({ input, reply, error, begins, cut }, _, transcript) => {
        const connection = await scene.connectFor(transcript);
        const expected =
          reply !== undefined ? { frame: reply } : { error: error as number, begins: begins as string };
        if (connection === undefined) return { came: "", expected: "" };
        const bytes = Buffer.from(input, "hex");
        const place = cut ?? bytes.length - 1;
        connection.send(bytes.subarray(0, place));
        await scene.patience.quiet(PAUSE_MS, () => connection.isOver || connection.received.length > 0);
        const early = compare(connection.received, []);
        if (early !== undefined) return early;
        connection.send(bytes.subarray(place));
        await scene.patience.until(() => framesIn(connection.received).length > 0 || connection.isOver);
        return compare(connection.received, [expected]);
      },
    );
  },

  async F12(scene) {
    await scene.start();
    const connection = await scene.connect();
    const sizes = Array.from({ length: AHEAD }, (_, i) => (i * 37) % 50);
    connection.send(Buffer.from(sizes.map((size) => message("a".repeat(size))).join(""), "hex"));
    await scene.patience.until(() => framesIn(connection.received).length >= AHEAD || connection.isOver);
    const fault = compare(
      connection.received,
      sizes.map((size) => ({ frame: `fa0100000008${counts(size)}` })),
    );
    if (fault === undefined) return;
    const right = framesIn(connection.received).filter(
      (frame, i) => frame.toString("hex") === `fa0100000008${counts(sizes[i] as number)}`,
    );
    throw new Finding("wrong", ["unanswered", String(AHEAD - right.length), String(AHEAD)]);
  },

  async F13(scene) {
    await scene.start();
    const deaf = await scene.connect();
    deaf.socket.pause();
    deaf.socket.write(Buffer.alloc(FLOOD / 7, Buffer.from(message("a"), "hex")));
    await scene.patience.quiet(PAUSE_MS);
    const other = await scene.connect();
    other.send(Buffer.from(message("Handy Arfiano Hastyawan"), "hex"));
    await scene.patience.until(() => framesIn(other.received).length > 0 || other.isOver);
    const fault = compare(other.received, [{ frame: `fa0100000008${counts(23)}` }]);
    if (fault !== undefined) {
      throw await scene.noReply(other, { bytes: other.received });
    }
  },

  async T11(scene) {
    await scene.start();
    for (let attempt = 1; ; attempt++) {
      const connection = await scene.connect();
      const start = performance.now();
      for (const piece of ["Handy ", "Arfiano ", "Hastyawan"]) {
        connection.send(Buffer.from(piece));
        if (piece !== "Hastyawan") await new Promise((resolve) => setTimeout(resolve, GAP_MS));
      }
      const isSlow = performance.now() - start > 2.5 * GAP_MS;
      await scene.patience.quiet(2 * PAUSE_MS, () => connection.received.includes("23"));
      const came = connection.received.toString();
      if (came.endsWith("ada: 23") || came === "The message has 23 characters") return;
      if (isSlow && attempt < ATTEMPTS) continue;
      throw new Finding(came === "" ? "noReply" : "wrong", came === "" ? ["silent"] : ["noNumber", came]);
    }
  },
};
