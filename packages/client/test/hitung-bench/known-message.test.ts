import { describe, expect, test } from "@jest/globals";
import { buildMessage, TEXT_KINDS } from "../../src/hitung-bench/known-message.js";

const SEGMENTER = new Intl.Segmenter();

describe.each(TEXT_KINDS)("a message of kind %s", (kind) => {
  test.each([0, 1, 2, 3, 5, 17, 23, 44, 97, 100, 255, 1000, 3001])(
    "of %i bytes has the counts it says",
    (size) => {
      const { bytes, counts } = buildMessage(kind, size);
      const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
      expect(counts).toEqual({
        codePoints: [...text].length,
        graphemes: [...SEGMENTER.segment(text)].length,
        utf16: text.length,
        bytes: size,
      });
      expect(text).not.toMatch(/[\r\n]/);
    },
  );
});

test("the default message is the name of 23 characters", () => {
  expect(buildMessage("ascii", 23).bytes.toString()).toBe("Handy Arfiano Hastyawan");
});

test("a mixed message has characters of one to four bytes, an emoji message hardly anything else", () => {
  expect(buildMessage("mixed", 1000).bytes.toString()).toMatch(/a.*\u00e9.*\u6f22.*\u{1f600}/su);
  expect(buildMessage("emoji", 1000).counts.graphemes).toBeLessThan(150);
});
