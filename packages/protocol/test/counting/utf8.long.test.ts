import { describe, test } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import {
  ALL_BYTES,
  BOUNDARY_BYTES,
  decoderVerdict,
  expectAll,
  pythonVerdicts,
  verdict,
} from "./utf8-strings.js";

describe.each([
  ["every string of 3 bytes", ALL_BYTES, 3],
  ["every string of 5 boundary bytes", BOUNDARY_BYTES, 5],
] as const)("%s", (_, alphabet, length) => {
  test("has the code points that TextDecoder finds, or is refused as there", () => {
    expectAll(alphabet, length, (bytes) => {
      const found = verdict((counter) => counter.write(bytes, 0, length));
      return Math.max(found, -1) === decoderVerdict(bytes);
    });
  });

  testWith("python3", "has the code points, or the offset, that Python finds", () => {
    const expected = pythonVerdicts(alphabet, length);
    expectAll(alphabet, length, (bytes, index) => {
      return verdict((counter) => counter.write(bytes, 0, length)) === expected[index];
    });
  });
});
