import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { allCuts } from "../../../../testing/cuts.js";
import { testWith } from "../../../../testing/processes.js";
import { createDecoder } from "../../src/hitung/decoding/create-decoder.js";
import { FaultFinder, Place } from "../../src/hitung/decoding/place.js";

/** The text in UTF-8, in hexadecimal, and where it is ill-formed. */
type Result = readonly [utf8: string, ...starts: number[]];

/** What Python makes of these bytes. */
function pythonDecodes(inputs: readonly (readonly [encoding: string, bytes: Buffer])[]): Result[] {
  const program = fileURLToPath(new URL("decoding_oracle.py", import.meta.url));
  const input = inputs.map(([encoding, bytes]) => `${encoding} ${bytes.toString("hex")}\n`).join("");
  const { stdout, stderr } = spawnSync("python3", [program], { input, maxBuffer: 2 ** 28 });
  const lines = stdout.toString().split("\n").slice(0, -1);
  if (lines.length !== inputs.length) throw new Error(String(stderr));
  return lines.map((line) => {
    const [utf8 = "", ...starts] = line.split(" ");
    return [utf8, ...starts.map(Number)];
  });
}

/** What our decoder makes of the pieces. Each fault must be where a U+FFFD is. */
function decode(encoding: string, pieces: readonly Uint8Array[], stopsAtFault = false): Result {
  const decoder = createDecoder(encoding, stopsAtFault);
  const found: Buffer[] = [];
  const faults: number[] = [];
  for (const next of [...pieces.map((piece) => () => decoder.write(piece)), () => decoder.end()]) {
    const { bytes, faults: here, byteOffset = -1 } = next();
    const piece = Buffer.from(bytes);
    for (const at of here) {
      if (piece.toString("utf8", at, at + 3) !== "\ufffd") throw new Error(`no U+FFFD at ${at}`);
    }
    found.push(piece);
    // Only the first one of a piece has its offset.
    faults.push(...here.map((_, index) => (index === 0 ? byteOffset : -1)));
    if (stopsAtFault && here.length > 0) break;
  }
  return [Buffer.concat(found).toString("hex"), ...faults];
}

/** Every string of up to `length` bytes of the alphabet. */
function allStrings(alphabet: readonly number[], length: number): Buffer[] {
  let longest: number[][] = [[]];
  const all: number[][] = [];
  for (let size = 1; size <= length; size++) {
    longest = longest.flatMap((start) => alphabet.map((byte) => [...start, byte]));
    all.push(...longest);
  }
  return all.map((bytes) => Buffer.from(bytes));
}

const UTF8_BYTES = [0x41, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc1, 0xc2, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5];
const UTF16_BYTES = [0x00, 0xd8, 0xdc, 0xfd, 0xff];

testWith("python3", "UTF-8 and UTF-16 are mended as Python mends them, wherever they are cut", () => {
  const inputs = (
    [
      ["utf-8", allStrings(UTF8_BYTES, 3)],
      ["utf-8", allStrings([0x41, 0x80, 0x90, 0xc2, 0xe1, 0xf1, 0xf4], 4)],
      ["utf-16le", allStrings(UTF16_BYTES, 5)],
      ["utf-16be", allStrings(UTF16_BYTES, 5)],
    ] as const
  ).flatMap(([encoding, all]) => all.map((bytes) => [encoding, bytes] as const));
  const expected = pythonDecodes(inputs);
  const wrong = inputs.find(([encoding, bytes], at) => {
    const singly = [...bytes].flatMap((byte) => [new Uint8Array(), Uint8Array.of(byte)]);
    return [[bytes], singly].some((pieces) => !agree(decode(encoding, pieces), expected[at] as Result));
  });
  expect(wrong).toBeUndefined();
});

/** Whether both are the same text with as many faults, at the same places where they are told. */
function agree(found: Result, expected: Result): boolean {
  return found.length === expected.length && found.every((each, at) => each === -1 || each === expected[at]);
}

const TEXTS: Record<string, string> = {
  shift_jis: "\u65e5\u672c\u8a9e a\uff76\n\u8868\u793a",
  "euc-jp": "\u65e5\u672c\u8a9e a\uff76\n\u8868\u793a",
  "iso-2022-jp": "\u65e5\u672c\u8a9e a\n\u8868\u793a b",
  gbk: "\u6c49\u5b57 a\n\u4e2d\u6587",
  gb18030: "\u6c49\u5b57 a\n\u{1f600}\u00e9",
  big5: "\u6f22\u5b57 a\n\u4e2d\u6587",
  "euc-kr": "\ud55c\uae00 a\n\uac00",
  "koi8-r": "\u043c\u0438\u0440 a\n",
  "windows-1251": "\u043c\u0438\u0440 a\n\u20ac",
  "iso-8859-2": "\u0142\u00f3d\u017a a\n",
};

/** These texts as Python encodes them. */
function pythonEncodes(): [encoding: string, bytes: Buffer][] {
  const program = "import json, sys; [print(t.encode(e).hex()) for e, t in json.load(sys.stdin).items()]";
  const { stdout } = spawnSync("python3", ["-c", program], { input: JSON.stringify(TEXTS) });
  const lines = stdout.toString().split("\n");
  return Object.keys(TEXTS).map((encoding, at) => [encoding, Buffer.from(lines[at] as string, "hex")]);
}

testWith("python3", "other encodings are decoded as Python encodes them, wherever they are cut", () => {
  for (const [encoding, bytes] of pythonEncodes()) {
    const expected: Result = [utf8Of(encoding)];
    for (const pieces of allCuts(bytes)) {
      expect([encoding, decode(encoding, pieces)]).toEqual([encoding, expected]);
      expect([encoding, decode(encoding, pieces, true)]).toEqual([encoding, expected]);
    }
  }
});

testWith("python3", "the first fault is where Python finds it", () => {
  const multibyte = pythonEncodes().filter(([encoding]) => /^(shift_jis|euc-|gb18030)/.test(encoding));
  const inputs = multibyte.flatMap(([encoding, bytes]) =>
    // FF begins no character in these; the lead byte at the end lacks its trail.
    [Buffer.concat([bytes, Buffer.of(0xff), bytes]), Buffer.concat([bytes, bytes.subarray(0, 1)])].map(
      (input): [string, Buffer] => [encoding, input],
    ),
  );
  const expected = pythonDecodes(inputs);
  for (const [at, [encoding, input]] of inputs.entries()) {
    const [, start] = expected[at] as Result;
    for (const pieces of allCuts(input)) {
      const found = decode(encoding, pieces, true);
      expect([encoding, found]).toEqual([encoding, [`${utf8Of(encoding)}efbfbd`, start]]);
    }
    expect(decode(encoding, [input])).toHaveLength(2);
  }
});

function utf8Of(encoding: string): string {
  return Buffer.from(TEXTS[encoding] as string).toString("hex");
}

testWith("python3", "all bytes of windows-1252, of which latin1 is a label", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const [[python, ...undefinedBytes]] = pythonDecodes([["cp1252", all]]) as [Result];
  expect(undefinedBytes).toEqual([0x81, 0x8d, 0x8f, 0x90, 0x9d]);
  // Python leaves five bytes undefined, which the WHATWG Encoding Standard takes for the control characters of Latin-1.
  const text = Buffer.from(python, "hex").toString();
  const expected = text.replace(/\ufffd/g, () => String.fromCharCode(undefinedBytes.shift() as number));
  expect(decode("windows-1252", [all])).toEqual([Buffer.from(expected).toString("hex")]);
});

test.each([
  ["", 1, 1],
  ["ab", 1, 3],
  ["a\r\nb\u00e9\u{1f600}", 2, 4],
  ["a\n\nb\n", 4, 1],
  ["\n", 2, 1],
  ["\u4e2d\n\u4e2d\u4e2d", 2, 3],
])("after %j comes line %i, column %i, wherever it is cut", (before, line, column) => {
  const bytes = Buffer.from(before);
  for (const bad of ["ff", "e282", "f09f9861", "c3"]) {
    for (const pieces of allCuts(Buffer.concat([bytes, Buffer.from(bad, "hex"), Buffer.from(bad)]))) {
      const finder = new FaultFinder();
      for (const piece of pieces) finder.pass(piece);
      finder.end();
      expect({ ...finder.place }).toEqual({ line, column });
    }
    const cut = new FaultFinder();
    cut.pass(Buffer.concat([bytes, Buffer.from("e2", "hex")]));
    cut.end();
    expect({ ...cut.place }).toEqual({ line, column });
  }
  const place = new Place();
  place.pass(bytes);
  expect({ ...place }).toEqual({ line, column });
});
