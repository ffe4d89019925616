import { describe, expect, test } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import { loadKernel } from "../../src/counting/kernel.js";
import { endOfWholeCharacters } from "../../src/counting/utf8.js";
import {
  ALL_BYTES,
  BOUNDARY_BYTES,
  decoderVerdict,
  expectAll,
  pythonVerdicts,
  RANGE_BYTES,
  verdict,
} from "./utf8-strings.js";

describe.each([
  ["every string of 1 byte", ALL_BYTES, 1],
  ["every string of 2 bytes", ALL_BYTES, 2],
  ["every string of 3 boundary bytes", BOUNDARY_BYTES, 3],
  ["every string of 4 boundary bytes", BOUNDARY_BYTES, 4],
  ["every string of 5 bytes, one of each range", RANGE_BYTES, 5],
] as const)("%s", (_, alphabet, length) => {
  test("has the code points that TextDecoder finds, or is refused as there", () => {
    const kernel = loadKernel();
    const text = new Uint8Array(40).fill(0x61);
    let place = 0;
    expectAll(alphabet, length, (bytes) => {
      const expected = decoderVerdict(bytes);
      const found = verdict((counter) => counter.write(bytes, 0, length));

      place = (place + 5) % 17;
      text.set(bytes, place);
      const size = place + length;
      const inKernel = kernel.isUtf8(kernel.place(text, 0, size), size);
      text.fill(0x61, place, place + length);
      return Math.max(found, -1) === expected && inKernel === expected >= 0;
    });
  });

  testWith("python3", "is refused where Python refuses it: UnicodeDecodeError.start", () => {
    const expected = pythonVerdicts(alphabet, length);
    // Pieces from 64 bytes on take the fast road.
    const before = 64;
    const piece = new Uint8Array(before + length).fill(0x61);
    expectAll(alphabet, length, (bytes, index) => {
      const oneByOne = verdict((counter) => {
        for (let at = 0; at < length; at++) counter.write(bytes, at, at + 1);
      });
      piece.set(bytes, before);
      const inLongPiece = verdict((counter) => counter.write(piece, 0, piece.length));
      const shifted = inLongPiece < 0 ? inLongPiece + before : inLongPiece - before;
      return oneByOne === expected[index] && shifted === expected[index];
    });
  });
});

test.each([
  ["", 0],
  ["61", 1],
  ["61c3", 1],
  ["c3a9", 2],
  ["61e282", 1],
  ["61e2", 1],
  ["e282ac", 3],
  ["f09f98", 0],
  ["61f09f98", 1],
  ["f09f9880", 4],
  ["808080", 3],
])("whole characters of %s end at %i", (hex, end) => {
  const bytes = Uint8Array.from(Buffer.from(hex, "hex"));
  expect(endOfWholeCharacters(bytes, 0, bytes.length)).toBe(end);
});
