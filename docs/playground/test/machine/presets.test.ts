import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type InvalidUtf8Error, measure } from "@hitung/protocol";
import { expect, test } from "@jest/globals";
import { whenTestEnds } from "../../../../testing/cleanup.js";
import { testWith } from "../../../../testing/processes.js";
import { PRESETS } from "../../src/machine/presets.js";
import { findingOf, SERVERS, type Server } from "../../src/machine/servers.js";
import { bytesOf } from "../../src/machine/state.js";

/** What people see, counted by eye. */
const CLUSTERS: Readonly<Record<string, number>> = {
  sample: 23,
  family: 1,
  composed: 1,
  decomposed: 1,
  flag: 1,
  hindi: 7,
  korean: 2,
  skin: 1,
  crlf: 14,
  long: 1345,
};

/** Runs a Python program with the bytes of each example as hexadecimal lines, and returns what it prints for each. */
function python(program: string, inputs: readonly Uint8Array[]): string[] {
  const input = inputs.map((bytes) => `${Buffer.from(bytes).toString("hex")}\n`).join("");
  const { stdout, stderr, error } = spawnSync("python3", ["-X", "utf8", "-c", program], {
    input,
    encoding: "utf8",
  });
  if (error) throw error;
  expect(stderr).toBe("");
  return stdout.trimEnd().split("\n");
}

const EXAMPLES = PRESETS.map(({ message }) => bytesOf(message));

test("the examples have the clusters that people see", () => {
  for (const [at, { id }] of PRESETS.entries()) {
    if (id === "invalid") continue;
    expect({ id, clusters: measure(EXAMPLES[at] as Uint8Array).graphemes }).toEqual({
      id,
      clusters: CLUSTERS[id],
    });
  }
});

testWith("python3", "the examples have the numbers that Python finds", () => {
  const program = `
import sys
for line in sys.stdin:
    data = bytes.fromhex(line)
    try:
        text = data.decode()
        print(len(text), len(text.encode("utf-16-le")) // 2, len(data))
    except UnicodeDecodeError as error:
        print("invalid at", error.start)
`;
  const expected = python(program, EXAMPLES);
  const found = EXAMPLES.map((bytes) => {
    try {
      const counts = measure(bytes);
      return `${counts.codePoints} ${counts.utf16} ${counts.bytes}`;
    } catch (error) {
      return `invalid at ${(error as InvalidUtf8Error).byteOffset}`;
    }
  });
  expect(found).toEqual(expected);
});

test("one example has a character across the 1024th byte", () => {
  const long = PRESETS.find(({ id }) => id === "long") as (typeof PRESETS)[0];
  expect(Buffer.from(bytesOf(long.message)).subarray(1023, 1025).toString()).toBe("é");
});

/** All short strings of bytes that matter, and the examples. */
const INTERESTING = [0x00, 0x41, 0x80, 0xbf, 0xc0, 0xc3, 0xe0, 0xe2, 0xed, 0xf0, 0xf4, 0xf5, 0xff];
const STRINGS = [
  ...EXAMPLES,
  ...INTERESTING.flatMap((a) => INTERESTING.flatMap((b) => INTERESTING.map((c) => Uint8Array.of(a, b, c)))),
  ...INTERESTING.flatMap((a) => [0x80, 0x9f, 0xa0, 0xbf].map((b) => Uint8Array.of(a, b, 0x80, 0x80, 0x41))),
];

function findings(server: Server["id"]): string[] {
  return STRINGS.map((bytes) => Object.values(findingOf(server, bytes, "en")).join());
}

testWith("python3", "each way to count in Python finds what Python finds", () => {
  const program = `
import sys
for line in sys.stdin:
    data = bytes.fromhex(line)
    try:
        strict = len(data.decode())
    except UnicodeDecodeError as error:
        strict = f"UnicodeDecodeError: {error}"
    print(strict, len(data.decode(errors="replace")), sep="|")
`;
  const expected = python(program, STRINGS).map((line) => line.split("|"));
  expect(findings("python")).toEqual(expected.map(([strict]) => strict));
  expect(findings("python-replace")).toEqual(expected.map(([, replaced]) => replaced));
});

test("JavaScript finds what Node finds", () => {
  expect(findings("javascript")).toEqual(
    STRINGS.map((bytes) => String(Buffer.from(bytes).toString().length)),
  );
});

/** What a program prints, compiled from its source, for each string; its size comes before it, as a u32 of this machine. */
function compiled(language: "c" | "go", source: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "hitung-playground-"));
  whenTestEnds(() => rmSync(folder, { recursive: true }));
  const file = join(folder, `count.${language}`);
  const program = join(folder, "count");
  writeFileSync(file, source);
  const [command, args] =
    language === "c" ? ["cc", ["-o", program, file]] : ["go", ["build", "-o", program, file]];
  const env = { ...process.env, GOCACHE: join(folder, "cache"), GOTOOLCHAIN: "local" };
  execFileSync(command as string, args as string[], { cwd: folder, env });
  const input = Buffer.concat(
    STRINGS.flatMap((bytes) => {
      const size = Buffer.alloc(4);
      size.writeUInt32LE(bytes.length);
      return [size, bytes];
    }),
  );
  return execFileSync(program, { input, encoding: "utf8" }).trimEnd().split("\n");
}

testWith("cc", "C finds what C finds", () => {
  const source = `#include <stdio.h>
#include <string.h>
int main(void) { static char buffer[1 << 16]; unsigned size;
  while (fread(&size, 4, 1, stdin) == 1) { memset(buffer, 0, size + 1); if (size && fread(buffer, 1, size, stdin) != size) return 1; printf("%zu\\n", strlen(buffer)); } }`;
  expect(compiled("c", source)).toEqual(findings("c"));
});

testWith("go", "Go finds what Go finds", () => {
  const source = `package main
import ("bufio"; "encoding/binary"; "fmt"; "io"; "os"; "unicode/utf8")
func main() {
  in := bufio.NewReader(os.Stdin)
  for {
    var size uint32
    if binary.Read(in, binary.LittleEndian, &size) != nil { return }
    data := make([]byte, size)
    io.ReadFull(in, data)
    fmt.Println(utf8.RuneCount(data))
  }
}`;
  expect(compiled("go", source)).toEqual(findings("go"));
});

test("our own server refuses what is not UTF-8, and tells the byte", () => {
  expect(SERVERS.map(({ id }) => id)).toContain("hitung");
  expect(findingOf("hitung", Buffer.from("é"), "en")).toEqual({ count: 1 });
  expect(findingOf("hitung", Buffer.from("6180", "hex"), "en")).toEqual({
    error: "Error: the message is not valid UTF-8 (byte 2)",
  });
});
