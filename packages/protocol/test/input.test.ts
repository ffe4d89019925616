import { describe, expect, test } from "@jest/globals";
import {
  areUnits,
  bitsOf,
  Counter,
  count,
  createResponder,
  cutBetweenPairs,
  encodeFrame,
  FrameDecoder,
  FrameKind,
  measure,
  offsetIn,
  ReplyBuffer,
  ReplyDecoder,
  TextSplitter,
  toCounts,
  unitsOf,
  writeCounts,
  writeError,
  writeHeader,
} from "../src/index.js";

/** Whatever a program without types may hand over. */
// biome-ignore lint/suspicious/noExplicitAny: that is what is tested
type Wrong = any;

const TEXT = "a\u00e9\u4e2d\u{1f600}";
const BYTES = Buffer.from(TEXT);
/** 2 bytes more on each side, so that a view begins and ends inside its buffer. */
const WIDE = new Uint8Array([0xff, 0xff, ...BYTES, 0xff, 0xff]).buffer;

function shared(bytes: Uint8Array): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(bytes.length);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}

/** The same 10 bytes in every form. */
const FORMS = {
  Uint8Array: new Uint8Array(BYTES),
  Buffer: BYTES,
  ArrayBuffer: new Uint8Array(BYTES).buffer,
  SharedArrayBuffer: shared(BYTES),
  "a view of shared memory": new Uint8Array(shared(BYTES)),
  DataView: new DataView(WIDE, 2, BYTES.length),
  Uint16Array: new Uint16Array(WIDE, 2, BYTES.length / 2),
  Int8Array: new Int8Array(WIDE, 2, BYTES.length),
  Uint8ClampedArray: new Uint8ClampedArray(WIDE, 2, BYTES.length),
};

function transferred(): Uint8Array {
  const bytes = new Uint8Array(3);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const NO_BYTES: [name: string, value: Wrong][] = [
  ["undefined", undefined],
  ["null", null],
  ["a number", 123],
  ["a bigint", 1n],
  ["a boolean", true],
  ["an object", {}],
  ["an object without prototype", Object.create(null)],
  ["an object with a length", { length: 3, 0: 97, 1: 98, 2: 99 }],
  ["an array", [97, 98]],
  ["an object of String", new String("abc")],
  ["a function", () => {}],
  ["a symbol", Symbol("a")],
];

describe("bytes in any form are counted, framed, decoded and split", () => {
  const expected = { codePoints: 4, graphemes: 4, utf16: 5, bytes: 10 };

  test.each(Object.entries(FORMS))("%s", (_, form) => {
    expect(measure(form)).toEqual(expected);
    expect(count(form)).toBe(4);
    const counter = new Counter();
    counter.write(form);
    expect(counter.end()).toEqual(expected);
    expect(Buffer.from(encodeFrame(0xf9, 1, form))).toEqual(
      Buffer.concat([Buffer.from("f9010000000a", "hex"), BYTES]),
    );
    const found: Buffer[] = [];
    const onPiece = (chunk: Uint8Array, from: number, to: number) => {
      found.push(Buffer.from(chunk.subarray(from, to)));
    };
    new TextSplitter({ onPiece, onMessageEnd: () => true }).write(form, 1);
    expect(found).toEqual([BYTES.subarray(1)]);
  });

  test("a long view is counted by the fast checks as well", () => {
    for (const unit of ["a", "\u00e9", "\u{1f600}"]) {
      const long = Buffer.from(unit.repeat(50_000));
      const codePoints = 50_000;
      expect(count(new DataView(long.buffer, long.byteOffset, long.length))).toBe(codePoints);
      expect(count(shared(long))).toBe(codePoints);
    }
  });
});

describe("what is no bytes is refused", () => {
  const silent = { onHeader() {}, onPayload() {}, onFrameEnd: () => true };

  test.each(NO_BYTES)("%s", (_, wrong) => {
    expect(() => count(wrong)).toThrow(TypeError);
    expect(() => measure(wrong)).toThrow(TypeError);
    expect(() => new Counter().write(wrong)).toThrow(TypeError);
    expect(() => encodeFrame(0xf9, 1, wrong)).toThrow(TypeError);
    expect(() => new FrameDecoder([FrameKind.MESSAGE], silent).write(wrong, 0)).toThrow(TypeError);
    expect(() => new ReplyDecoder(() => {}).write(wrong)).toThrow(TypeError);
    expect(() => new TextSplitter({ onPiece() {}, onMessageEnd: () => true }).write(wrong, 0)).toThrow(
      TypeError,
    );
  });

  test("bytes whose memory was transferred, which look like none", () => {
    expect(() => count(transferred())).toThrow(/detached/);
    expect(() => new Counter().write(transferred())).toThrow(/detached/);
  });

  test("a string where only bytes are taken, and the error says what to do", () => {
    const text = "abc" as Wrong;
    expect(() => new Counter().write(text)).toThrow(
      new TypeError(
        "a piece of a text must be bytes (an ArrayBuffer, or a view such as a Uint8Array), not string",
      ),
    );
    expect(() => encodeFrame(0xf9, 1, text)).toThrow(TypeError);
    expect(() => new ReplyDecoder(() => {}).write(text)).toThrow(TypeError);
  });

  test("a counter that refused a piece counts on as if it had not come", () => {
    const counter = new Counter(["codePoints"]);
    counter.write(BYTES.subarray(0, 2));
    expect(() => counter.write("x" as Wrong)).toThrow(TypeError);
    counter.write(BYTES.subarray(2));
    expect(counter.end()).toEqual({ codePoints: 4 });
  });
});

test.each(["words", "toString", "constructor", "", "code-points", 1, null, {}])(
  "there is no unit %j",
  (unit: Wrong) => {
    expect(() => count("a", unit)).toThrow(RangeError);
    expect(() => measure("a", ["bytes", unit])).toThrow(RangeError);
    expect(() => new Counter([unit])).toThrow(RangeError);
    expect(() => bitsOf([unit])).toThrow(RangeError);
  },
);

test.each(["bytes", null, 1, { length: 1, 0: "bytes" }, new Set(["bytes"])])(
  "%p is no array of units",
  (units: Wrong) => {
    expect(() => measure("a", units)).toThrow(TypeError);
    expect(() => new Counter(units)).toThrow(TypeError);
    expect(() => bitsOf(units)).toThrow(TypeError);
  },
);

test.each<Wrong>([-1, 16, 255, 1.5, Number.NaN, "1", null])("%p is no set of units", (set: Wrong) => {
  expect(areUnits(set)).toBe(false);
  expect(() => unitsOf(set)).toThrow(RangeError);
  expect(() => toCounts(set, [])).toThrow(RangeError);
});

test("as many numbers as units", () => {
  expect(toCounts(9, [3, 4])).toEqual({ codePoints: 3, bytes: 4 });
  expect(() => toCounts(9, [3])).toThrow(RangeError);
  expect(() => toCounts(9, [3, 4, 5])).toThrow(RangeError);
});

describe("a frame that cannot be written is no half frame", () => {
  const target = () => new Uint8Array(32);
  const writes: [what: string, write: (target: Wrong) => unknown, error: Wrong][] = [
    ...[-1, 1.5, 256, Number.NaN, "1", undefined].flatMap((byte: Wrong): Wrong[] => [
      [`kind ${byte}`, (to: Wrong) => writeHeader(to, 0, byte, 1, 0), RangeError],
      [`tag ${byte}`, (to: Wrong) => writeHeader(to, 0, 0xf9, byte, 0), RangeError],
      [`units ${byte}`, (to: Wrong) => writeCounts(to, 0, byte, []), RangeError],
      [`code ${byte}`, (to: Wrong) => writeError(to, 0, byte, ""), RangeError],
      [`kind ${byte} of a whole frame`, () => encodeFrame(byte, 1, new Uint8Array()), RangeError],
      [
        `first byte ${byte}`,
        () => createResponder(byte, { language: "en", replies: new ReplyBuffer() }),
        RangeError,
      ],
    ]),
    ...[-1, 1.5, 2 ** 32, Number.NaN, "1"].map(
      (length: Wrong): Wrong => [
        `length ${length}`,
        (to: Wrong) => writeHeader(to, 0, 0xf9, 1, length),
        RangeError,
      ],
    ),
    ...[-1, 0.5, 27, Number.NaN, "1"].map(
      (at: Wrong): Wrong => [`at ${at}`, (to: Wrong) => writeHeader(to, at, 0xf9, 1, 0), RangeError],
    ),
    ["counts without room", (to) => writeCounts(to, 19, 1, [1]), RangeError],
    ["an error without room", (to) => writeError(to, 24, 1, "abc"), RangeError],
    ["a count too few", (to) => writeCounts(to, 0, 3, [1]), RangeError],
    ["a count too many", (to) => writeCounts(to, 0, 1, [1, 2]), RangeError],
    ...[-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY, "1"].map(
      (count: Wrong): Wrong => [`count ${count}`, (to: Wrong) => writeCounts(to, 0, 1, [count]), RangeError],
    ),
    ["an explanation that is a number", (to) => writeError(to, 0, 1, 12 as Wrong), TypeError],
    ["into an array", () => writeHeader([] as Wrong, 0, 0xf9, 1, 0), TypeError],
    ["into words of 16 bits", () => writeHeader(new Uint16Array(9) as Wrong, 0, 0xf9, 1, 0), TypeError],
    ["into nothing", () => writeCounts(undefined as Wrong, 0, 1, [1]), TypeError],
  ];

  test.each(writes)("%s", (_, write, error) => {
    expect(() => write(target())).toThrow(error);
  });

  test("at the last place where it finds room", () => {
    const bytes = target();
    expect(writeHeader(bytes, 26, 0xf9, 1, 0xffff_ffff)).toBe(32);
    expect(Buffer.from(bytes.subarray(26)).toString("hex")).toBe("f901ffffffff");
    expect(writeCounts(bytes, 18, 1, [2 ** 53 - 1])).toBe(32);
    expect(Buffer.from(bytes.subarray(18)).toString("hex")).toBe("fa0100000008001fffffffffffff");
  });
});

test("what is read begins inside the bytes", () => {
  for (const at of [-1, 11, 0.5, Number.NaN, "1" as Wrong]) {
    const splitter = new TextSplitter({ onPiece() {}, onMessageEnd: () => true });
    expect(() => splitter.write(BYTES, at)).toThrow(RangeError);
    const decoder = new FrameDecoder([0xf9], { onHeader() {}, onPayload() {}, onFrameEnd: () => true });
    expect(() => decoder.write(BYTES, at)).toThrow(RangeError);
  }
});

test("texts are strings, and are cut at whole numbers", () => {
  expect(() => offsetIn(12 as Wrong)).toThrow(TypeError);
  expect(() => cutBetweenPairs(["a"] as Wrong, 1)).toThrow(TypeError);
  for (const end of [-1, 0.5, Number.NaN]) expect(() => cutBetweenPairs("abc", end)).toThrow(RangeError);
});

test("a long explanation ends between two characters, so that it stays UTF-8", () => {
  const target = new Uint8Array(2000);
  const end = writeError(target, 0, 1, "\u4e2d".repeat(1000));
  // 341 characters of 3 bytes; another would not fit into 1024.
  expect(Buffer.from(target.subarray(0, end))).toEqual(
    Buffer.concat([Buffer.from("fb01000003ff", "hex"), Buffer.from("\u4e2d".repeat(341))]),
  );
});

test("an empty piece changes nothing, whatever its form and wherever it comes", () => {
  const empties: Wrong[] = [
    new Uint8Array(),
    Buffer.alloc(0),
    new ArrayBuffer(0),
    new DataView(new ArrayBuffer(0)),
  ];
  const family = Buffer.from("\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\r\n");
  for (const empty of empties) {
    const counter = new Counter();
    const lines: string[] = [];
    let line = "";
    const splitter = new TextSplitter({
      onPiece: (chunk, from, to) => {
        line += Buffer.from(chunk.subarray(from, to)).toString("latin1");
      },
      onMessageEnd: (terminator) => {
        lines.push(line + terminator.length);
        line = "";
        return true;
      },
    });
    const replies: unknown[] = [];
    const decoder = new ReplyDecoder((reply) => replies.push(reply));
    const pieces = (bytes: Uint8Array) =>
      Array.from(bytes, (byte) => [empty, Uint8Array.of(byte), empty]).flat();
    for (const piece of pieces(family)) {
      counter.write(piece);
      splitter.write(piece, 0);
    }
    splitter.end();
    for (const piece of pieces(Buffer.from("fa01000000080000000000000017", "hex"))) decoder.write(piece);
    expect(counter.end()).toEqual({ codePoints: 7, graphemes: 2, utf16: 10, bytes: 20 });
    expect(lines).toEqual([`${family.subarray(0, 18).toString("latin1")}2`]);
    expect(replies).toEqual([{ kind: "counts", units: 1, counts: [23] }]);
  }
});
