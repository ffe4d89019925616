import { expect, test } from "@jest/globals";
import { type Cell, cellAt, type Grid, gridOf, overlap, ROWS } from "../../src/machine/grid.js";
import { PRESETS } from "../../src/machine/presets.js";
import { bytesOf } from "../../src/machine/state.js";

function spans(cells: readonly Cell[]): number[] {
  return cells.map(({ span }) => span);
}

function hex(cells: readonly Cell[]): string[] {
  return cells.map(({ value }) => value?.toString(16).toUpperCase() ?? "-");
}

/** The rows of a text, as the Buffer of Node has its bytes. */
function grid(text: string | Buffer, limit = 1000): Grid {
  return gridOf(Buffer.from(text as string), limit);
}

test("a family, an é in two parts and a flag", () => {
  const { clusters, codePoints, utf16, bytes } = grid("👨‍👩‍👧e\u0301🇮🇩");
  expect(spans(clusters)).toEqual([18, 3, 8]);
  expect(hex(codePoints)).toEqual(["1F468", "200D", "1F469", "200D", "1F467", "65", "301", "1F1EE", "1F1E9"]);
  expect(spans(codePoints)).toEqual([4, 3, 4, 3, 4, 1, 2, 4, 4]);
  expect(hex(utf16)).toEqual("D83D DC68 200D D83D DC69 200D D83D DC67 65 301 D83C DDEE D83C DDE9".split(" "));
  expect(spans(utf16)).toEqual([2, 2, 3, 2, 2, 3, 2, 2, 1, 2, 2, 2, 2, 2]);
  expect(hex(bytes).join("")).toBe(
    Buffer.from("👨‍👩‍👧e\u0301🇮🇩").toString("hex").toUpperCase().replace(/^0/, ""),
  );
});

test("bytes that are no character are one cell above them, and part two clusters", () => {
  // The accent behind the fault belongs to no cluster before it.
  const { clusters, codePoints, utf16 } = grid(Buffer.from("65ff cc81 e282".replaceAll(" ", ""), "hex"));
  expect(spans(clusters)).toEqual([1, 1, 2, 2]);
  expect(hex(codePoints)).toEqual(["65", "-", "301", "-"]);
  expect(hex(utf16)).toEqual(["65", "-", "301", "-"]);
});

test("half of a character of UTF-16 covers the whole character", () => {
  const { utf16, bytes, codePoints } = grid("a😀");
  const [, high, low] = utf16 as [Cell, Cell, Cell];
  expect([high.from, high.to, low.from, low.to]).toEqual([1, 5, 1, 5]);
  expect(bytes.filter((each) => overlap(each, high)).map(({ from }) => from)).toEqual([1, 2, 3, 4]);
  expect(codePoints.map((each) => overlap(each, high))).toEqual([false, true]);
});

test("what is drawn ends at the end of a cluster, and no later than the limit", () => {
  expect(grid("aé€😀", 100).bytes).toHaveLength(10);
  expect(spans(grid("xxe\u0301y", 3).clusters)).toEqual([1, 1]);
  expect([0, 1, 2, 3, 5, 6, 9, 10].map((limit) => grid("aé€😀", limit).bytes.length)).toEqual([
    0, 1, 1, 3, 3, 6, 6, 10,
  ]);
});

test("of a cluster that is longer than the limit the start is drawn, and all of it is told", () => {
  const { clusters, codePoints, bytes } = grid(`e${"\u0301".repeat(200)}y`, 160);
  expect(clusters).toEqual([{ column: 0, span: 159, from: 0, to: 401, value: undefined }]);
  expect([codePoints.length, bytes.length]).toEqual([80, 159]);
});

test("each row of every example covers each byte once", () => {
  for (const { message } of PRESETS) {
    const bytes = bytesOf(message);
    const all = gridOf(bytes, 5000);
    for (const row of ROWS) {
      let column = 0;
      for (const [number, each] of all[row].entries()) {
        expect(each.column).toBe(column);
        expect(cellAt(all[row], column)).toBe(number);
        column += each.span;
      }
      expect(column).toBe(bytes.length);
    }
  }
});
