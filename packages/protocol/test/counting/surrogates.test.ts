import { expect, test } from "@jest/globals";
import { cutBetweenPairs } from "../../src/index.js";

test.each([
  ["abc", 0, "", "abc"],
  ["abc", 2, "ab", "c"],
  ["abc", 3, "abc", ""],
  ["abc", 9, "abc", ""],
  ["a\ud83d\ude00b", 1, "a", "\ud83d\ude00b"],
  ["a\ud83d\ude00b", 2, "a", "\ud83d\ude00b"],
  ["a\ud83d\ude00b", 3, "a\ud83d\ude00", "b"],
  ["\ud83d\ude00", 1, "", "\ud83d\ude00"],
  ["\ud800\udc00\udbff\udfff", 3, "\ud800\udc00", "\udbff\udfff"],
  ["\ude00a", 1, "\ude00", "a"],
  ["\ue000a", 1, "\ue000", "a"],
  ["\ud7ffa", 1, "\ud7ff", "a"],
])("%j cut at %i is %j and %j", (text, end, before, after) => {
  const cut = cutBetweenPairs(text, end);
  expect([text.slice(0, cut), text.slice(cut)]).toEqual([before, after]);
});
