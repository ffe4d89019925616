import { expect, test } from "@jest/globals";
import { reasonFor } from "../../../src/hitung-check/reading/reasons.js";

test.each([
  ["1024", "a".repeat(3000), "oneRecv", undefined],
  ["16", "Handy Arfiano Hastyawan", "oneRecv", undefined],
  ["24", "Handy Arfiano Hastyawan", "lineEnd", undefined],
  ["25", "Handy Arfiano Hastyawan", "lineEnd", undefined],
  ["21", "Handy Arfiano Hastyawan", "noSpaces", undefined],
  ["3", "Handy Arfiano Hastyawan", "words", undefined],
  ["5", "kafé", "bytes", undefined],
  ["8", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}", "utf16", undefined],
  ["10241024952", "a".repeat(3000), "glued", "1024, 1024, 952"],
  ["149", "Handy Arfiano Hastyawan", "glued", "14, 9"],
  ["22", "Handy Arfiano Hastyawan", "number", undefined],
  // The digits of a number that only looks like several.
  ["999", "Handy Arfiano Hastyawan", "number", undefined],
])("%s is told as what it is", (got, message, name, pieces) => {
  const expected = [...message].length;
  const facts = [got, String(expected), ...(pieces === undefined ? [] : [pieces])];
  expect(reasonFor(got, message, expected)).toEqual([name, ...facts]);
});
