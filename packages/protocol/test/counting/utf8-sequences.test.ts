import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { testWith } from "../../../../testing/processes.js";
import { type Utf8Fault, utf8Sequences, WELL_FORMED_UTF8 } from "../../src/index.js";
import { TEXTS } from "./texts.js";
import { ALL_BYTES, BOUNDARY_BYTES, expectAll } from "./utf8-strings.js";

/** What Python says of each fault. */
const PYTHON_REASONS: Readonly<Record<Utf8Fault, readonly string[]>> = {
  continuation: ["invalid start byte"],
  overlong: ["invalid start byte", "invalid continuation byte"],
  surrogate: ["invalid continuation byte"],
  "too-large": ["invalid start byte", "invalid continuation byte"],
  "no-lead": ["invalid start byte"],
  interrupted: ["invalid continuation byte"],
  unfinished: ["unexpected end of data"],
};

/** For every string of the length: the faults that Python finds, with offset, size and reason. */
function pythonFaults(alphabet: Uint8Array, length: number): string[][][] {
  const program = fileURLToPath(new URL("utf8_faults.py", import.meta.url));
  const { stdout, error } = spawnSync(
    "python3",
    [program, String(length), Buffer.from(alphabet).toString("hex")],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 30,
    },
  );
  if (error) throw error;
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => (line === "" ? [] : line.split(",").map((fault) => fault.split("\t"))));
}

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

describe.each([
  ["every string of 1 byte", ALL_BYTES, 1],
  ["every string of 2 bytes", ALL_BYTES, 2],
  ["every string of 3 boundary bytes", BOUNDARY_BYTES, 3],
  ["every string of 4 boundary bytes", BOUNDARY_BYTES, 4],
] as const)("%s", (_, alphabet, length) => {
  test("has the characters and the U+FFFD of TextDecoder, byte after byte", () => {
    expectAll(alphabet, length, (bytes) => {
      let text = "";
      let at = 0;
      let isInOrder = true;
      for (const { offset, size, codePoint, fault } of utf8Sequences(bytes)) {
        isInOrder &&= offset === at && (codePoint === undefined) === (fault !== undefined);
        at += size;
        text += String.fromCodePoint(codePoint ?? 0xfffd);
      }
      return isInOrder && at === length && text === decoder.decode(bytes);
    });
  });

  testWith("python3", "has the faults that Python finds, where it finds them and for its reasons", () => {
    const expected = pythonFaults(alphabet, length);
    expectAll(alphabet, length, (bytes, index) => {
      const faults = expected[index] as string[][];
      const found = [...utf8Sequences(bytes)].filter(({ fault }) => fault !== undefined);
      return (
        found.length === faults.length &&
        found.every(({ offset, size, fault }, at) => {
          const [start, pythonSize, reason = ""] = faults[at] as string[];
          const isSame = String(offset) === start && String(size) === pythonSize;
          return isSame && PYTHON_REASONS[fault as Utf8Fault].includes(reason);
        })
      );
    });
  });
});

test.each<[hex: string, faults: (Utf8Fault | undefined)[], sizes: number[]]>([
  ["80", ["continuation"], [1]],
  ["bf61", ["continuation", undefined], [1, 1]],
  // "/" in more bytes than it needs, as attackers send it.
  ["c0af", ["overlong", "continuation"], [1, 1]],
  ["e080af", ["overlong", "continuation", "continuation"], [1, 1, 1]],
  ["f08080af", ["overlong", "continuation", "continuation", "continuation"], [1, 1, 1, 1]],
  ["eda080", ["surrogate", "continuation", "continuation"], [1, 1, 1]],
  ["f4908080", ["too-large", "continuation", "continuation", "continuation"], [1, 1, 1, 1]],
  ["f5", ["too-large"], [1]],
  ["f7", ["too-large"], [1]],
  ["f8", ["no-lead"], [1]],
  ["ff", ["no-lead"], [1]],
  ["e28261", ["interrupted", undefined], [2, 1]],
  ["f09f9861", ["interrupted", undefined], [3, 1]],
  ["e0e0", ["interrupted", "unfinished"], [1, 1]],
  ["ed61", ["interrupted", undefined], [1, 1]],
  ["f49041", ["too-large", "continuation", undefined], [1, 1, 1]],
  ["c3", ["unfinished"], [1]],
  ["61f09f98", [undefined, "unfinished"], [1, 3]],
])("%s has the faults %p", (hex, faults, sizes) => {
  const found = [...utf8Sequences(Buffer.from(hex, "hex"))];
  expect(found.map(({ fault }) => fault)).toEqual(faults);
  expect(found.map(({ size }) => size)).toEqual(sizes);
});

test.each(Object.entries(TEXTS))("%s is walked character by character", (_, text) => {
  let offset = 0;
  const expected = Array.from(text, (character) => {
    const size = Buffer.byteLength(character);
    offset += size;
    return { offset: offset - size, size, codePoint: character.codePointAt(0), fault: undefined };
  });
  expect([...utf8Sequences(Buffer.from(text))]).toMatchObject(expected);
});

test("each character belongs to the row of the table that has its first byte", () => {
  const characters = ["A", "é", "ก", "€", "\ud7ff", "\ue000", "😀", "\u{40000}", "\u{10ffff}"];
  const rows = characters.map((character) => [...utf8Sequences(Buffer.from(character))][0]?.row);
  expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect([...utf8Sequences(Buffer.of(0xf4, 0x90))].map(({ row }) => row)).toEqual([8, undefined]);
});

test("the table has all characters, once", () => {
  const characters = WELL_FORMED_UTF8.map((row) =>
    row.reduce((product, { lower, upper }) => product * (upper - lower + 1), 1),
  );
  // All code points but the surrogates.
  expect(characters.reduce((sum, size) => sum + size)).toBe(0x110000 - 0x800);
});

test("no bytes have no characters, and text is no bytes", () => {
  expect([...utf8Sequences(new Uint8Array(0))]).toEqual([]);
  expect(() => utf8Sequences("text" as never)).toThrow(TypeError);
});
