import { describe, expect, test } from "@jest/globals";
import { printable, printableLines } from "../../src/index.js";

describe("a stranger's text on one line", () => {
  test.each([
    ["", ""],
    ["Handy Arfiano Hastyawan", "Handy Arfiano Hastyawan"],
    ["café – “中文” 👨‍👩‍👧 e\u0301", "café – “中文” 👨‍👩‍👧 e\u0301"],
    ["~\u00a0\u200d\u202f\u2065\u206a", "~\u00a0\u200d\u202f\u2065\u206a"],
    ["a\nb\r\nc\td", "a\\x0ab\\x0d\\x0ac\\x09d"],
    ["\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"],
    ["\0\x1f \x7f\x80\x9b\x9f", "\\x00\\x1f \\x7f\\x80\\x9b\\x9f"],
    ["\u061c\u200e\u200f", "\\u061c\\u200e\\u200f"],
    ["\u2028\u2029\u202a\u202b\u202c\u202d\u202e", "\\u2028\\u2029\\u202a\\u202b\\u202c\\u202d\\u202e"],
    ["\u2066\u2067\u2068\u2069\ufeff", "\\u2066\\u2067\\u2068\\u2069\\ufeff"],
    ["\\x1b", "\\x1b"],
  ])("%j reads %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test("has no control character, no separator of lines and no bidirectional control", () => {
    const all = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit)).join("");
    expect(printable(all)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
  });
});

test.each([
  ["one\ntwo\r\nthree\n", "one\ntwo\nthree\n"],
  ["a\rb\n\r\r\n\x1b", "a\\x0db\n\\x0d\n\\x1b"],
  ["", ""],
])("%j stays in its lines, and reads %j", (text, shown) => {
  expect(printableLines(text)).toBe(shown);
});
