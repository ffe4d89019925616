import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { allCuts } from "../../../../testing/cuts.js";
import { testWith } from "../../../../testing/processes.js";
import { createDecoder, type Fault } from "../../src/hitung/decoding/decoder.js";
import { FaultFinder, Place } from "../../src/hitung/decoding/place.js";

/** The text in UTF-8, in hexadecimal, and where it is ill-formed. */
type Result = readonly [utf8: string, ...starts: number[]];

/** What Python makes of these bytes. */
function pythonDecodes(encoding: string, inputs: readonly Buffer[]): Result[] {
  const program = fileURLToPath(new URL("decoding_oracle.py", import.meta.url));
  const input = inputs.map((bytes) => `${encoding} ${bytes.toString("hex")}\n`).join("");
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
  const faults: Fault[] = [];
  for (const next of [...pieces.map((piece) => () => decoder.write(piece)), () => decoder.end()]) {
    const { bytes, faults: here } = next();
    const piece = Buffer.from(bytes);
    for (const { at } of here) {
      if (piece.toString("utf8", at, at + 3) !== "\ufffd") throw new Error(`no U+FFFD at ${at}`);
    }
    found.push(piece);
    faults.push(...here);
    if (stopsAtFault && here.length > 0) break;
  }
  return [Buffer.concat(found).toString("hex"), ...faults.map(({ byteOffset }) => byteOffset ?? -1)];
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
  const cases: [string, Buffer[]][] = [
    ["utf-8", [...allStrings(UTF8_BYTES, 3), ...allStrings([0x41, 0x80, 0x90, 0xc2, 0xe1, 0xf1, 0xf4], 4)]],
    ["utf-16le", allStrings(UTF16_BYTES, 5)],
    ["utf-16be", allStrings(UTF16_BYTES, 5)],
  ];
  for (const [encoding, inputs] of cases) {
    const expected = pythonDecodes(encoding, inputs).map(String);
    const whole = inputs.map((bytes) => String(decode(encoding, [bytes])));
    const singly = inputs.map((bytes) =>
      String(
        decode(
          encoding,
          [...bytes].flatMap((byte) => [new Uint8Array(), Uint8Array.of(byte)]),
        ),
      ),
    );
    // Compared as one string, as a difference in a list of so many takes minutes to print.
    const differs = (found: string[]) => found.findIndex((each, at) => each !== expected[at]);
    for (const found of [whole, singly])
      expect([encoding, inputs[differs(found)]]).toEqual([encoding, undefined]);
  }
});

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

/** The text as Python encodes it. */
function pythonEncodes(encoding: string, text: string): Buffer {
  const program = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read().decode().encode(sys.argv[1]))";
  return spawnSync("python3", ["-c", program, encoding], { input: text }).stdout;
}

testWith("python3", "other encodings are decoded as Python encodes them, wherever they are cut", () => {
  for (const [encoding, text] of Object.entries(TEXTS)) {
    const bytes = pythonEncodes(encoding, text);
    const expected: Result = [Buffer.from(text).toString("hex")];
    for (const pieces of allCuts(bytes)) {
      expect([encoding, decode(encoding, pieces)]).toEqual([encoding, expected]);
      expect([encoding, decode(encoding, pieces, true)]).toEqual([encoding, expected]);
    }
  }
});

testWith("python3", "the first fault is where Python finds it", () => {
  for (const encoding of ["shift_jis", "euc-jp", "euc-kr", "gb18030"]) {
    // FF begins no character in these; the lead byte at the end lacks its trail.
    const bytes = pythonEncodes(encoding, TEXTS[encoding] as string);
    const lead = bytes.subarray(0, 1);
    for (const input of [Buffer.concat([bytes, Buffer.of(0xff), bytes]), Buffer.concat([bytes, lead])]) {
      const [[, start]] = pythonDecodes(encoding, [input]) as [Result];
      for (const pieces of allCuts(input)) {
        const found = decode(encoding, pieces, true);
        expect([encoding, found]).toEqual([encoding, [`${bytesBefore(encoding)}efbfbd`, start]]);
      }
      expect(decode(encoding, [input])).toHaveLength(2);
    }
  }
});

function bytesBefore(encoding: string): string {
  return Buffer.from(TEXTS[encoding] as string).toString("hex");
}

testWith("python3", "all bytes of windows-1252, of which latin1 is a label", () => {
  const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const [[python, ...undefinedBytes]] = pythonDecodes("cp1252", [all]) as [Result];
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
