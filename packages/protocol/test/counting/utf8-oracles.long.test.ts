import { describe, expect, test } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import { MessageCounter } from "../../src/counting/message-counter.js";
import { UnitBit } from "../../src/units.js";
import { ALL_BYTES, BOUNDARY_BYTES, decoderVerdict, forEachString, pythonVerdicts } from "./byte-strings.js";

const STRINGS = [
  ["every string of 3 bytes", ALL_BYTES, 3],
  ["every string of 5 boundary bytes", BOUNDARY_BYTES, 5],
] as const;

// TextDecoder throws for millions of them, and nobody reads where.
Error.stackTraceLimit = 0;

describe.each(STRINGS)("%s", (_, alphabet, length) => {
  test("verdict and count of TextDecoder", () => {
    const isRight = (found: number, bytes: Uint8Array) => Math.max(found, -1) === decoderVerdict(bytes);
    expect(firstWrong(alphabet, length, isRight)).toBe("");
  });

  testWith("python3", "count and offset of Python", () => {
    const expected = pythonVerdicts(alphabet, length);
    expect(firstWrong(alphabet, length, (found, _bytes, index) => found === expected[index])).toBe("");
  });
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
