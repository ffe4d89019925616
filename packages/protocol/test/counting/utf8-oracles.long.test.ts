import { expect, test } from "@jest/globals";
import { MessageCounter } from "../../src/counting/message-counter.js";
import { UnitBit } from "../../src/units.js";
import {
  ALL_BYTES,
  BOUNDARY_BYTES,
  decoderVerdict,
  forEachString,
  HAS_PYTHON,
  pythonVerdicts,
} from "./byte-strings.js";

const STRINGS = [
  ["every string of 3 bytes", ALL_BYTES, 3],
  ["every string of 5 boundary bytes", BOUNDARY_BYTES, 5],
] as const;

// TextDecoder throws for millions of them, and nobody reads where.
Error.stackTraceLimit = 0;

test.each(STRINGS)("%s: verdict and count of TextDecoder", (_, alphabet, length) => {
  expect(firstWrong(alphabet, length, (found, bytes) => Math.max(found, -1) === decoderVerdict(bytes))).toBe(
    "",
  );
});

const withPython = HAS_PYTHON ? test : test.skip;
withPython.each(STRINGS)("%s: count and offset of Python (needs python3)", (_, alphabet, length) => {
  const expected = pythonVerdicts(alphabet, length);
  expect(firstWrong(alphabet, length, (found, _bytes, index) => found === expected[index])).toBe("");
});

function firstWrong(
  alphabet: Uint8Array,
  length: number,
  isRight: (found: number, bytes: Uint8Array, index: number) => boolean,
): string {
  const counter = new MessageCounter();
  let wrong = "";
  forEachString(alphabet, length, (bytes, index) => {
    counter.reset(UnitBit.codePoints);
    counter.write(bytes, 0, length);
    counter.end();
    const found = counter.invalidAt < 0 ? (counter.counts()[0] as number) : -1 - counter.invalidAt;
    if (wrong === "" && !isRight(found, bytes, index)) wrong = Buffer.from(bytes).toString("hex");
  });
  return wrong;
}
