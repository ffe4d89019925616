import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { readVectors, unhex } from "../../../../testing/vectors.js";
import { type FieldPiece, FieldReader } from "../../src/index.js";

/** A field that is whole in its chunk, with its value, and what it counts. */
function whole(name: FieldPiece["name"], from: number, to: number, value?: bigint, unit?: string) {
  return { name, from, to, before: 0, size: to - from, value, unit };
}

/** A line of text, or a part of it. */
function text(from: number, to: number, before = 0) {
  return { name: "text", from, to, before, size: undefined, value: undefined, unit: undefined };
}

/** A field with its bytes, put together from its pieces. */
interface Field extends Pick<FieldPiece, "name" | "size" | "unit" | "value"> {
  readonly bytes: string;
}

/** Reads the chunks. Fails unless the pieces cover them, and only the last piece of a field has its value. */
function fieldsIn(chunks: readonly Uint8Array[]): Field[] {
  const reader = new FieldReader();
  const fields: Field[] = [];
  for (const chunk of chunks) {
    let at = 0;
    for (const piece of reader.read(chunk)) {
      const { from, to, before, name, size, unit, value } = piece;
      const begun = before === 0 ? undefined : fields.pop();
      const isNext = from === at && to > from && 2 * before === (begun?.bytes.length ?? 0);
      // An `expect` for each would take most of the time.
      if (!isNext || begun?.value !== undefined)
        throw new Error(`${at}: ${JSON.stringify({ from, to, before })}`);
      const bytes = (begun?.bytes ?? "") + Buffer.from(chunk).toString("hex", from, to);
      fields.push({ name, size, unit, value, bytes });
      at = to;
    }
    if (at !== chunk.length) throw new Error(`${at} of ${chunk.length} bytes are in fields`);
  }
  return fields;
}

describe("frames", () => {
  test("a MESSAGE: kind, units, length and payload", () => {
    expect(new FieldReader().read(bytesOf("<F9 03 00 00 00 04>halo"))).toEqual([
      whole("kind", 0, 1, 0xf9n),
      whole("units", 1, 2, 3n),
      whole("length", 2, 6, 4n),
      whole("payload", 6, 10),
    ]);
  });

  test("COUNTS: a number for each unit, lowest bit first, also where no double holds it", () => {
    const counts = Buffer.concat([countsFrame(0b1111, 5, 1, 2n ** 64n - 1n, 18), countsFrame(0b1010, 0, 7)]);
    expect(new FieldReader().read(counts)).toEqual([
      whole("kind", 0, 1, 0xfan),
      whole("units", 1, 2, 15n),
      whole("length", 2, 6, 32n),
      whole("count", 6, 14, 5n, "codePoints"),
      whole("count", 14, 22, 1n, "graphemes"),
      whole("count", 22, 30, 18_446_744_073_709_551_615n, "utf16"),
      whole("count", 30, 38, 18n, "bytes"),
      whole("kind", 38, 39, 0xfan),
      whole("units", 39, 40, 10n),
      whole("length", 40, 44, 16n),
      whole("count", 44, 52, 0n, "graphemes"),
      whole("count", 52, 60, 7n, "bytes"),
    ]);
  });

  test("an ERROR: a code in place of the units, and its explanation, which may be empty", () => {
    expect(new FieldReader().read(Buffer.concat([errorFrame(19, "end"), errorFrame(1, "")]))).toEqual([
      whole("kind", 0, 1, 0xfbn),
      whole("code", 1, 2, 19n),
      whole("length", 2, 6, 3n),
      whole("payload", 6, 9),
      whole("kind", 9, 10, 0xfbn),
      whole("code", 10, 11, 1n),
      whole("length", 11, 15, 0n),
    ]);
  });

  test("behind an empty payload comes the next kind", () => {
    expect(new FieldReader().read(Buffer.concat([frame(0xf8, 1), frame(0xfa, 0), frame(0xf9, 1)]))).toEqual(
      [0xf8n, 0xfan, 0xf9n].flatMap((kind, i) => [
        whole("kind", 6 * i, 6 * i + 1, kind),
        whole("units", 6 * i + 1, 6 * i + 2, i === 1 ? 0n : 1n),
        whole("length", 6 * i + 2, 6 * i + 6, 0n),
      ]),
    );
  });

  test.each([
    ["of an unknown kind", frame(0xfe, 1, Buffer.alloc(8))],
    ["that breaks the protocol after its first frame", bytesOf("<47 45 00 00 00 08>T / HTTP")],
    ["with counts of an unknown unit", frame(0xfa, 0x11, Buffer.alloc(16))],
    ["with counts of no unit", frame(0xfa, 0, Buffer.alloc(8))],
    ["with more counts than units", frame(0xfa, 1, Buffer.alloc(16))],
    ["with fewer counts than units", frame(0xfa, 3, Buffer.alloc(8))],
    ["with half a count", frame(0xfa, 1, Buffer.alloc(4))],
  ])("a frame %s has the fields of every frame", (_what, bytes) => {
    expect(new FieldReader(true).read(bytes)).toEqual([
      whole("kind", 0, 1, BigInt(bytes[0] as number)),
      whole("units", 1, 2, BigInt(bytes[1] as number)),
      whole("length", 2, 6, BigInt(bytes.length - 6)),
      whole("payload", 6, bytes.length),
    ]);
  });

  test("a length of 4 GiB asks for no memory", () => {
    const reader = new FieldReader();
    expect(reader.read(bytesOf("<F9 01 FF FF FF FF>a")).at(-1)).toEqual({
      ...whole("payload", 6, 7),
      size: 4_294_967_295,
    });
    expect(reader.read(bytesOf("bc"))).toEqual([
      { ...whole("payload", 0, 2), before: 1, size: 4_294_967_295 },
    ]);
  });

  test("of a field that is cut each part tells its place, and the last one the value", () => {
    const reader = new FieldReader();
    const [first, second] = [bytesOf("<FA 01 00>"), bytesOf("<00 00 08  00 00 00>")];
    expect(reader.isFrames).toBeUndefined();
    expect(reader.read(first)).toEqual([
      whole("kind", 0, 1, 0xfan),
      whole("units", 1, 2, 1n),
      { name: "length", from: 2, to: 3, before: 0, size: 4, value: undefined, unit: undefined },
    ]);
    expect(reader.isFrames).toBe(true);
    expect(reader.read(second)).toEqual([
      { name: "length", from: 0, to: 3, before: 1, size: 4, value: 8n, unit: undefined },
      { name: "count", from: 3, to: 6, before: 0, size: 8, value: undefined, unit: "codePoints" },
    ]);
    expect(reader.read(bytesOf("<00 00 00 01 02>"))).toEqual([
      { name: "count", from: 0, to: 5, before: 3, size: 8, value: 258n, unit: "codePoints" },
    ]);
  });
});

describe("text", () => {
  test("lines with their ends, and what follows the last one", () => {
    const reader = new FieldReader();
    expect(reader.read(bytesOf("halo\nd\r\n\nak"))).toEqual([
      text(0, 5),
      text(5, 8),
      text(8, 9),
      text(9, 11),
    ]);
    expect(reader.isFrames).toBe(false);
    expect(reader.read(bytesOf("hir"))).toEqual([text(0, 3, 2)]);
    expect(reader.read(bytesOf("\n<F9>"))).toEqual([text(0, 1, 5), text(1, 2)]);
  });

  test("the first byte tells: F8 to FE begin frames, FF is what Telnet clients begin with", () => {
    for (let first = 0; first <= 0xff; first++) {
      const [piece] = new FieldReader().read(Uint8Array.of(first));
      expect(piece?.name).toBe(first >= 0xf8 && first <= 0xfe ? "kind" : "text");
    }
    expect(fieldsIn([bytesOf("<FF FB 18 FF>"), bytesOf("<FD 01>a<0D 00>\n")])).toMatchObject([
      { name: "text", bytes: "fffb18fffd0161 0d00 0a".replaceAll(" ", "") },
    ]);
  });

  test("who knows how the connection is spoken says so", () => {
    expect(new FieldReader(false).read(bytesOf("<FA 00 00 00>"))).toEqual([text(0, 4)]);
    expect(new FieldReader(true).read(bytesOf("H"))).toEqual([whole("kind", 0, 1, 0x48n)]);
  });
});

describe("in all cuts every byte is in one field, and the fields are the same", () => {
  const mixed = Buffer.concat([
    frame(0xf8, 15, "Handy \u{1f600}"),
    frame(0xf9, 15),
    frame(0xfc, 0xff, "new"),
    countsFrame(3, 258, 1),
    errorFrame(1, "offset 2: not well-formed UTF-8"),
  ]);
  const streams: [string, Uint8Array][] = [
    ["frames of every kind", mixed],
    ["lines", bytesOf("halo\r\n\n\ndunia<FF F8>\nend")],
    ["Telnet", bytesOf("<FF FB 18>halo<0D 00 FF FF>\n")],
  ];

  test.each(streams)("%s", (_name, stream) => {
    const expected = fieldsIn([stream]);
    inAllCuts(stream, (chunks) => expect(fieldsIn(chunks)).toEqual(expected));
  });

  test("what the vectors send", () => {
    const inputs = readVectors("frames").map(({ input }) => unhex(input));
    expect(inputs.length).toBeGreaterThan(100);
    for (const input of inputs) {
      const expected = fieldsIn([input]);
      expect(expected.map(({ bytes }) => bytes).join("")).toBe(input.toString("hex"));
      inAllCuts(input, (chunks) => expect(fieldsIn(chunks)).toEqual(expected));
    }
  });
});

test("an empty chunk has no field, and what is no bytes is refused", () => {
  const reader = new FieldReader();
  expect(reader.read(new Uint8Array(0))).toEqual([]);
  expect(reader.isFrames).toBeUndefined();
  expect(reader.read(Uint8Array.of(0xfa).buffer)).toEqual([whole("kind", 0, 1, 0xfan)]);
  expect(() => reader.read("halo" as never)).toThrow(TypeError);
});
