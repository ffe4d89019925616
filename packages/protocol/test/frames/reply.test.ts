import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import {
  BadFrameError,
  offsetIn,
  type Reply,
  ReplyDecoder,
  writeCounts,
  writeError,
} from "../../src/index.js";

function repliesIn(...chunks: Uint8Array[]): Reply[] {
  const replies: Reply[] = [];
  const decoder = new ReplyDecoder((reply) => replies.push(reply));
  for (const chunk of chunks) decoder.write(chunk);
  expect(decoder.insideFrame).toBe(false);
  return replies;
}

describe("encoding", () => {
  test.each([0, 23, 0xffff_ffff, 2 ** 32, 5_000_000_000, Number.MAX_SAFE_INTEGER])(
    "a count of %d is one u64",
    (count) => {
      const target = new Uint8Array(20);
      expect(writeCounts(target, 3, 1, [count])).toBe(17);
      expect(target.subarray(3, 17)).toEqual(new Uint8Array(countsFrame(1, count)));
    },
  );

  test("several counts follow each other", () => {
    const target = new Uint8Array(38);
    expect(writeCounts(target, 0, 15, [1, 2, 3, 4])).toBe(38);
    expect(target).toEqual(new Uint8Array(countsFrame(15, 1, 2, 3, 4)));
  });

  test("an error carries its explanation, cut at 1024 bytes", () => {
    const target = new Uint8Array(2000);
    expect(writeError(target, 0, 16, "bad")).toBe(9);
    expect(target.subarray(0, 9)).toEqual(new Uint8Array(bytesOf("<FB 10 00 00 00 03>bad")));
    expect(writeError(target, 0, 16, "x".repeat(1500))).toBe(6 + 1024);
  });
});

describe("decoding", () => {
  test("replies come out in order, wherever the stream is cut", () => {
    const stream = Buffer.concat([
      countsFrame(1, 23),
      errorFrame(1, "offset 2: not well-formed UTF-8"),
      countsFrame(15, 5, 1, 2 ** 40, Number.MAX_SAFE_INTEGER),
      errorFrame(16, ""),
    ]);
    inAllCuts(stream, (chunks) => {
      expect(repliesIn(...chunks)).toEqual([
        { kind: "counts", units: 1, counts: [23] },
        { kind: "error", code: 1, explanation: "offset 2: not well-formed UTF-8" },
        { kind: "counts", units: 15, counts: [5, 1, 2 ** 40, Number.MAX_SAFE_INTEGER] },
        { kind: "error", code: 16, explanation: "" },
      ]);
    });
  });

  test.each([
    ["a request", frame(0xf9, 1, "a")],
    ["text", Buffer.from("HTTP/1.1 400 Bad Request")],
    ["COUNTS with too few bytes", frame(0xfa, 1, Buffer.alloc(7))],
    ["COUNTS with more bytes than units", frame(0xfa, 2, Buffer.alloc(16))],
    ["COUNTS of the greatest length", bytesOf("<FA 01 FF FF FF FF>")],
    ["a count of 2^53, which a number rounds", countsFrame(1, 2n ** 53n)],
    ["a count of 2^53 + 1 among others", countsFrame(3, 1, 2n ** 53n + 1n)],
    ["an ERROR longer than 1024 bytes", frame(0xfb, 1, Buffer.alloc(1025))],
  ])("%s is refused", (_name, bytes) => {
    inAllCuts(bytes, (chunks) => expect(() => repliesIn(...chunks)).toThrow(BadFrameError));
  });
});

test("the offset is read from an explanation that tells one", () => {
  expect(offsetIn("offset 0: not well-formed UTF-8")).toBe(0);
  expect(offsetIn("offset 5000000000: anything")).toBe(5_000_000_000);
  expect(offsetIn("something at offset 3: wrong")).toBeUndefined();
  expect(offsetIn("offset -1: wrong")).toBeUndefined();
  expect(offsetIn("offset 9007199254740991: wrong")).toBe(Number.MAX_SAFE_INTEGER);
  expect(offsetIn("offset 9007199254740993: wrong")).toBeUndefined();
});
