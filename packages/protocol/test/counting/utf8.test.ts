import { expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { Counter, count, InvalidUtf8Error } from "../../src/index.js";

test.each([
  ["", 0],
  ["Handy Arfiano Hastyawan", 23],
  ["h\u00e9", 2],
  ["\u20ac", 1],
  ["\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", 5],
])("%j has %d code points", (text, codePoints) => {
  expect(count(text)).toBe(codePoints);
  inAllCuts(Buffer.from(text), (chunks) => {
    const counter = new Counter();
    for (const chunk of chunks) counter.write(chunk);
    expect(counter.end().codePoints).toBe(codePoints);
  });
});

test.each([
  ["a<FF>", 1],
  ["<80>", 0],
  ["abc<E2 82>", 3],
  ["<ED A0 80>", 0],
  ["<F4 90 80 80>", 0],
])("%s is ill-formed at %d", (bytes, byteOffset) => {
  expect(() => count(bytesOf(bytes))).toThrow(new InvalidUtf8Error(byteOffset));
});
