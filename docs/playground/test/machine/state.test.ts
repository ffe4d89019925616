import { describe, expect, test } from "@jest/globals";
import { cutsIn, requestOf } from "../../src/machine/exchange.js";
import { bytesOfHex, hexOfBytes } from "../../src/machine/hex.js";
import {
  bytesOf,
  chosenUnits,
  everyPlace,
  FIRST_STATE,
  isAtLimit,
  type Message,
  multiplesOf,
  randomPlaces,
  withCut,
  withCutsAt,
  withKind,
  withMessage,
  withNewMessage,
  withNextCut,
  withoutMessage,
  withPauses,
  withUnitToggled,
} from "../../src/machine/state.js";

test("the page starts with the sample of the exercise, as the original client sends it, but for its LF", () => {
  expect(Buffer.from(requestOf(FIRST_STATE)).toString()).toBe("Handy Arfiano Hastyawan\n");
});

test("messages are added, shown, changed and taken away", () => {
  let state = withNewMessage(FIRST_STATE);
  expect([state.messages.length, state.selected]).toEqual([2, 1]);
  state = withMessage(state, { kind: "text", typed: "é" });
  expect(Buffer.from(requestOf(state)).toString()).toBe("Handy Arfiano Hastyawan\né\n");
  state = withoutMessage({ ...state, selected: 0 });
  expect(state.messages).toEqual([{ kind: "text", typed: "é" }]);
  expect(withoutMessage(state)).toBe(state);
  for (let each = 0; each < 20; each++) state = withNewMessage(state);
  expect(state.messages).toHaveLength(8);
});

test("a message is shown as bytes and as text, and stays the same", () => {
  const hex = withKind(withMessage(FIRST_STATE, { kind: "text", typed: "é\r\n\ufeff" }), "hex");
  expect(hex.messages).toEqual([{ kind: "hex", typed: "C3 A9 0D 0A EF BB BF" }]);
  expect(withKind(hex, "text").messages).toEqual([{ kind: "text", typed: "é\r\n\ufeff" }]);
  expect(withKind(hex, "hex")).toBe(hex);
});

describe("a message that is too long for the page", () => {
  const shownBytes = (message: Message) => {
    const { messages } = withMessage(FIRST_STATE, message);
    return bytesOf(messages[0] as Message);
  };

  test("is cut between two characters", () => {
    for (const [character, size] of [
      ["x", 100_000],
      ["é", 100_000],
      ["€", 99_999],
      ["a😀", 100_000],
    ] as const) {
      const bytes = shownBytes({ kind: "text", typed: character.repeat(100_001) });
      expect(bytes).toHaveLength(size);
      expect(Buffer.from(bytes).toString()).not.toContain("\ufffd");
      expect(isAtLimit(bytes)).toBe(true);
    }
    expect(shownBytes({ kind: "hex", typed: "0xFF, ".repeat(100_002) })).toHaveLength(100_000);
    expect(isAtLimit(Buffer.alloc(99_996))).toBe(false);
  });

  test("is none once it is cut, shown as bytes and as text again", () => {
    const text = withMessage(FIRST_STATE, { kind: "text", typed: "é€".repeat(30_000) });
    const hex = withKind(text, "hex");
    expect(bytesOf(hex.messages[0] as Message)).toEqual(bytesOf(text.messages[0] as Message));
    expect(withKind(hex, "text")).toEqual(text);
  });
});

test.each([
  ["", "", undefined],
  ["c3a9", "C3 A9", undefined],
  [" C3,a9\n0x28 \\xFF ", "C3 A9 28 FF", undefined],
  ["48 6", "48", { at: 4, character: "" }],
  ["48 0x", "48", { at: 5, character: "" }],
  ["48 6g 61", "48", { at: 4, character: "g" }],
  ["48 é", "48", { at: 3, character: "é" }],
  ["48 6 1", "48", { at: 4, character: " " }],
  ["😀", "", { at: 0, character: "😀" }],
])("the hexadecimal digits %p are the bytes %s", (typed, bytes, problem) => {
  const found = bytesOfHex(typed);
  expect(hexOfBytes(found.bytes)).toBe(bytes);
  expect(found.problem).toEqual(problem);
});

test("units are asked for and left out, even all of them", () => {
  const both = withUnitToggled(FIRST_STATE, "graphemes");
  expect(chosenUnits(both)).toEqual(["codePoints", "graphemes"]);
  expect(chosenUnits(withUnitToggled(withUnitToggled(both, "graphemes"), "codePoints"))).toEqual([]);
});

test("a click cuts, the next one pauses in text mode, the next one joins again", () => {
  const cut = withNextCut(FIRST_STATE, 5);
  expect(cut.cuts).toEqual([{ at: 5, pauses: false }]);
  const paused = withNextCut(cut, 5);
  expect(paused.cuts).toEqual([{ at: 5, pauses: true }]);
  expect(withNextCut(paused, 5).cuts).toEqual([]);
  expect(withNextCut({ ...cut, mode: "frames" }, 5).cuts).toEqual([]);
});

test("cuts stay in order, and one place has one cut", () => {
  const state = withCut(withCut(withCut(FIRST_STATE, { at: 9, pauses: false }), { at: 2, pauses: true }), {
    at: 9,
    pauses: true,
  });
  expect(state.cuts).toEqual([
    { at: 2, pauses: true },
    { at: 9, pauses: true },
  ]);
  expect(withPauses(state, false).cuts.map(({ pauses }) => pauses)).toEqual([false, false]);
  expect(withCutsAt(state, [4, 1, 4]).cuts.map(({ at }) => at)).toEqual([1, 4]);
});

test("cuts behind the end of the request have no effect", () => {
  const state = withCutsAt(FIRST_STATE, [3, 23, 24, 100]);
  expect(cutsIn(state, requestOf(state)).map(({ at }) => at)).toEqual([3, 23]);
});

test("every place, those of a full buffer, and random ones lie between two bytes", () => {
  expect([everyPlace(0), everyPlace(1), everyPlace(4)]).toEqual([[], [], [1, 2, 3]]);
  expect([multiplesOf(4, 0), multiplesOf(4, 4), multiplesOf(4, 5), multiplesOf(4, 9)]).toEqual([
    [],
    [],
    [4],
    [4, 8],
  ]);
  for (const random of [0, 0.5, 1 - Number.EPSILON]) {
    for (const at of randomPlaces(24, () => random)) {
      expect(at).toBeGreaterThanOrEqual(1);
      expect(at).toBeLessThanOrEqual(23);
    }
  }
  expect(randomPlaces(1, () => 0)).toEqual([]);
});
