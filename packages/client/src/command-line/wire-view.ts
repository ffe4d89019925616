import {
  areUnits,
  ErrorCode,
  type FieldPiece,
  FieldReader,
  FrameKind,
  type Language,
  printable,
  unitsOf,
  utf8Sequences,
} from "@hitung/protocol";

/** At most so many bytes stand on a line. */
const LINE_SIZE = 12;
/** The columns of the bytes on a line. */
const HEX_WIDTH = 3 * LINE_SIZE;

/** Of a text with more bytes only the first lines and the last one are shown. */
const MAX_WHOLE_TEXT = 8 * LINE_SIZE;
const FIRST_LINES = 2;

/** In bytes of UTF-8. */
const LONGEST_CHARACTER = 4;

const WORDS = {
  id: {
    kind: "jenis",
    code: "kode galat",
    units: "satuan",
    length: "panjang",
    bytes: (count: number) => `${count} byte`,
    count: (unit: string) => `hasil, ${unit}`,
    part: (from: number, to: number, of: number) => `byte ${from} sampai ${to} dari ${of}`,
    leftOut: (count: number) => `${count} byte tidak ditampilkan`,
  },
  en: {
    kind: "kind",
    code: "error code",
    units: "units",
    length: "length",
    bytes: (count: number) => `${count} ${count === 1 ? "byte" : "bytes"}`,
    count: (unit: string) => `the count, ${unit}`,
    part: (from: number, to: number, of: number) => `bytes ${from} to ${to} of ${of}`,
    leftOut: (count: number) => `${count} bytes left out`,
  },
} satisfies Readonly<Record<Language, unknown>>;

type Words = (typeof WORDS)[Language];

/**
 * Shows one direction of a connection byte by byte: what the fields of frames mean, and the text of a message. It follows
 * the frames however the stream is cut. Of a long text most is left out.
 */
export class WireView {
  readonly #sign: string;
  readonly #reader: FieldReader;

  /**
   * @param sign what stands before each line: `>` for what goes to the server, `<` for what comes from it
   * @param isFrames whether frames are spoken; without it, the first byte tells
   */
  constructor(sign: string, isFrames?: boolean) {
    this.#sign = sign;
    this.#reader = new FieldReader(isFrames);
  }

  /** The lines that show these bytes, which follow those before. */
  lines(bytes: Uint8Array, language: Language): string[] {
    const words = WORDS[language];
    return this.#reader.read(bytes).flatMap((piece) => {
      const { name, from, to } = piece;
      const part = bytes.subarray(from, to);
      return name === "payload" || name === "text"
        ? this.#linesOfText(part, words)
        : this.#line(hex(part), describe({ ...piece, name }, words));
    });
  }

  #linesOfText(text: Uint8Array, { leftOut }: Words): string[] {
    if (text.length <= MAX_WHOLE_TEXT) return rowsOf(text).map((row) => this.#row(row));
    // A character that begins in these lines is whole in these bytes.
    const beginning = text.subarray(0, FIRST_LINES * LINE_SIZE + LONGEST_CHARACTER - 1);
    const first = rowsOf(beginning).slice(0, FIRST_LINES);
    const last = text.subarray(startOfLastRow(text));
    const shown = first.reduce((size, row) => size + row.length, last.length);
    return [
      ...first.map((row) => this.#row(row)),
      this.#line("…", leftOut(text.length - shown)),
      this.#row(last),
    ];
  }

  #row(text: Uint8Array): string {
    return this.#line(hex(text), quote(text));
  }

  #line(bytes: string, meaning: string): string {
    return `${this.#sign} ${bytes.padEnd(HEX_WIDTH)}; ${meaning}`;
  }
}

/** What a field of a frame is, and its value once it is whole. */
function describe({ name, from, to, before, size = 0, value, unit }: FrameField, words: Words): string {
  const label = name === "count" ? words.count(String(unit)) : words[name];
  const part = to - from < size ? ` (${words.part(before + 1, before + to - from, size)})` : "";
  return `${label}${part}${value === undefined ? "" : `: ${meaningOf(name, value, words)}`}`;
}

type FrameField = FieldPiece & { readonly name: Exclude<FieldPiece["name"], "payload" | "text"> };

function meaningOf(name: FrameField["name"], value: bigint, words: Words): string {
  const number = Number(value);
  switch (name) {
    case "kind":
      return nameIn(FrameKind, number) ?? hex([number]);
    case "code":
      return [number, nameIn(ErrorCode, number)].join(" ").trimEnd();
    case "units":
      return areUnits(number) ? unitsOf(number).join(", ") : String(number);
    case "length":
      return words.bytes(number);
    case "count":
      return String(value);
  }
}

function nameIn(names: Readonly<Record<string, number>>, value: number): string | undefined {
  return Object.keys(names).find((name) => names[name] === value);
}

/** Cuts a text into lines, and no character in two. */
function rowsOf(text: Uint8Array): Uint8Array[] {
  const rows: Uint8Array[] = [];
  let from = 0;
  for (const { offset, size } of utf8Sequences(text)) {
    if (offset + size - from <= LINE_SIZE) continue;
    rows.push(text.subarray(from, offset));
    from = offset;
  }
  rows.push(text.subarray(from));
  return rows;
}

/** Where the last line of a text begins, which is not inside of a character. */
function startOfLastRow(text: Uint8Array): number {
  const from = text.length - LINE_SIZE;
  const start = text.subarray(from, from + LONGEST_CHARACTER);
  return (
    from +
    Math.max(
      0,
      start.findIndex((byte) => (byte & 0xc0) !== 0x80),
    )
  );
}

/** A text as JSON would quote it, and safe on a terminal. Bytes that are no character, or a part of one, look like `\xf0`. */
function quote(text: Uint8Array): string {
  const characters = Array.from(utf8Sequences(text), ({ offset, size, codePoint }) =>
    codePoint === undefined
      ? Array.from(text.subarray(offset, offset + size), (byte) => `\\x${byte.toString(16)}`).join("")
      : printable(JSON.stringify(String.fromCodePoint(codePoint)).slice(1, -1)),
  );
  return `"${characters.join("")}"`;
}

function hex(bytes: Uint8Array | readonly number[]): string {
  return Array.from(bytes, (byte) => byte.toString(16).toUpperCase().padStart(2, "0")).join(" ");
}
