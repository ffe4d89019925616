import { readFileSync } from "node:fs";
import { expect } from "@jest/globals";

type Language = "id" | "en";
type Unit = "codePoints" | "graphemes" | "utf16" | "bytes";

/** The units by the names that command lines, and the vectors, give them. */
const UNITS: Readonly<Record<string, Unit>> = {
  "code-points": "codePoints",
  graphemes: "graphemes",
  utf16: "utf16",
  bytes: "bytes",
};

// What vectors/README.md describes. Bytes are hexadecimal.

interface CountingVector {
  readonly name: string;
  readonly input: string;
  readonly counts?: Readonly<Record<Unit, number>>;
  readonly illFormedAt?: number;
}

export type ExpectedReply = { readonly frame: string } | { readonly error: number; readonly begins: string };

export interface FrameVector {
  readonly name: string;
  /** The largest message that the server counts, in bytes. */
  readonly limit?: number;
  readonly input: string;
  readonly cuts: readonly number[];
  readonly end: boolean;
  readonly replies: readonly ExpectedReply[];
  readonly closes: boolean;
}

export type TextStep =
  | { readonly do: "send"; readonly bytes: string; readonly replies: string }
  | { readonly do: "pause" | "end"; readonly replies: string };

interface TextVector {
  readonly name: string;
  readonly language: Language;
  readonly unit: string;
  readonly limit?: number;
  readonly steps: readonly TextStep[];
}

interface VectorsByFile {
  counting: CountingVector;
  frames: FrameVector;
  text: TextVector;
}

/** Where a file of vectors, or what makes it, is. */
export function vectorFile(name: string): URL {
  return new URL(`../packages/protocol/vectors/${name}`, import.meta.url);
}

/** The vectors of one file. */
export function readVectors<Name extends keyof VectorsByFile>(name: Name): VectorsByFile[Name][] {
  return JSON.parse(readFileSync(vectorFile(`${name}.json`), "utf8")).vectors;
}

/** The unit that is called so on a command line, and in the vectors. */
export function unitCalled(name: string): Unit {
  return UNITS[name] as Unit;
}

export function unhex(digits: string): Buffer {
  return Buffer.from(digits, "hex");
}

/** Compares replies byte by byte, and an ERROR in its code and in that part of its explanation that is prescribed. */
export function expectReplyFrames(replies: Buffer, expected: readonly ExpectedReply[]): void {
  const found: ExpectedReply[] = [];
  for (let at = 0; at < replies.length; ) {
    const next = at + 6 + replies.readUInt32BE(at + 2);
    const [kind, code] = replies.subarray(at, next) as unknown as [number, number];
    if (kind === 0xfb) {
      const size = next - at - 6;
      const explanation = new TextDecoder("utf-8", { fatal: true }).decode(replies.subarray(at + 6, next));
      expect(size).toBeLessThanOrEqual(1024);
      const prescribed = expected[found.length];
      const begins = prescribed !== undefined && "begins" in prescribed ? prescribed.begins : "";
      found.push({ error: code, begins: explanation.slice(0, begins.length) });
    } else {
      found.push({ frame: replies.toString("hex", at, next) });
    }
    at = next;
  }
  expect(found).toEqual(expected);
}
