import {
  areUnits,
  ErrorCode,
  FIRST_FRAME_BYTE,
  FRAME_HEADER_SIZE,
  FrameKind,
  type Language,
  printable,
  unitsOf,
} from "@hitung/protocol";

/** What Telnet clients begin with: they speak text. */
const IAC = 0xff;

/** So many bytes stand on a line. */
const LINE_SIZE = 12;
/** The columns of the bytes on a line. */
const HEX_WIDTH = 3 * LINE_SIZE;

const WORDS = {
  id: {
    kind: "jenis",
    units: "satuan",
    code: "kode galat",
    length: "panjang",
    bytes: (count: number) => `${count} byte`,
    count: (unit: string) => `hasil, ${unit}`,
    part: (from: number, to: number, of: number) => `byte ${from} sampai ${to} dari ${of}`,
  },
  en: {
    kind: "kind",
    units: "units",
    code: "error code",
    length: "length",
    bytes: (count: number) => `${count} ${count === 1 ? "byte" : "bytes"}`,
    count: (unit: string) => `the count, ${unit}`,
    part: (from: number, to: number, of: number) => `bytes ${from} to ${to} of ${of}`,
  },
} satisfies Readonly<Record<Language, unknown>>;

/** What a field of a frame is, once it is whole. */
type Meaning = (bytes: Buffer) => string;

interface Field {
  readonly size: number;
  readonly name: string;
  readonly meaning: Meaning;
}

/**
 * Shows one direction of a connection byte by byte: what the fields of frames mean, and the text of a message. It follows
 * the frames however the stream is cut.
 */
export class WireView {
  readonly #sign: string;
  readonly #words: (typeof WORDS)[Language];
  #isFrames: boolean | undefined;
  /** Fields that are still to come, in order. */
  #fields: Field[] = [];
  /** What came of the first of them. */
  #begun: Buffer = Buffer.alloc(0);
  /** The bytes of text that follow the fields. */
  #textLeft = 0;

  /**
   * @param sign what stands before each line: `>` for what goes to the server, `<` for what comes from it
   * @param isFrames whether frames are spoken; otherwise the first byte tells
   */
  constructor(sign: string, language: Language, isFrames?: boolean) {
    this.#sign = sign;
    this.#words = WORDS[language];
    this.#isFrames = isFrames;
  }

  /** Whether frames are spoken; undefined before the first byte. */
  get isFrames(): boolean | undefined {
    return this.#isFrames;
  }

  /** The lines that show these bytes, which follow those before. */
  lines(bytes: Uint8Array): string[] {
    let rest: Buffer = Buffer.from(bytes);
    this.#isFrames ??= rest[0] === undefined ? undefined : rest[0] >= FIRST_FRAME_BYTE && rest[0] < IAC;
    const lines: string[] = [];
    while (rest.length > 0) {
      const text = this.#isFrames ? this.#textLeft : rest.length;
      if (text > 0) {
        const piece = rest.subarray(0, Math.min(LINE_SIZE, text, rest.length));
        lines.push(this.#line(piece, printable(JSON.stringify(piece.toString()))));
        if (this.#isFrames) this.#textLeft -= piece.length;
        rest = rest.subarray(piece.length);
      } else {
        rest = this.#readField(rest, lines);
      }
    }
    return lines;
  }

  #readField(rest: Buffer, lines: string[]): Buffer {
    if (this.#fields.length === 0) this.#fields = this.#header();
    const [field] = this.#fields as [Field];
    const from = this.#begun.length;
    const piece = rest.subarray(0, field.size - from);
    this.#begun = Buffer.concat([this.#begun, piece]);
    const to = this.#begun.length;
    const isWhole = to === field.size;
    const part = piece.length < field.size ? ` (${this.#words.part(from + 1, to, field.size)})` : "";
    const whole = this.#begun;
    if (isWhole) {
      this.#fields.shift();
      this.#begun = Buffer.alloc(0);
    }
    lines.push(this.#line(piece, `${field.name}${part}${isWhole ? `: ${field.meaning(whole)}` : ""}`));
    return rest.subarray(piece.length);
  }

  /** The fields of a header; the last of them tells what follows. */
  #header(): Field[] {
    const { kind, units, code, length, bytes, count } = this.#words;
    let name = "";
    let tag = 0;
    const isError = () => name === "ERROR";
    const unit = (bits: number) => (areUnits(bits) ? unitsOf(bits).join(", ") : String(bits));
    return [
      { size: 1, name: kind, meaning: ([byte = 0]) => (name = nameIn(FrameKind, byte)) },
      {
        size: 1,
        get name() {
          return isError() ? code : units;
        },
        meaning: ([byte = 0]) => {
          tag = byte;
          return isError() ? `${byte} ${nameIn(ErrorCode, byte)}` : unit(byte);
        },
      },
      {
        size: FRAME_HEADER_SIZE - 2,
        name: length,
        meaning: (field) => {
          const size = field.readUInt32BE();
          const bits = [1, 2, 4, 8].filter((bit) => (tag & bit) !== 0);
          if (name === "COUNTS" && size === 8 * bits.length) {
            this.#fields = bits.map((bit) => ({
              size: 8,
              name: count(unit(bit)),
              meaning: (payload) => String(payload.readBigUInt64BE()),
            }));
          } else this.#textLeft = size;
          return bytes(size);
        },
      },
    ];
  }

  #line(bytes: Buffer, meaning: string): string {
    const hex = bytes.toString("hex").toUpperCase().match(/../g)?.join(" ") ?? "";
    return `${this.#sign} ${hex.padEnd(HEX_WIDTH)}; ${meaning}`;
  }
}

function nameIn(names: Readonly<Record<string, number>>, value: number): string {
  return Object.keys(names).find((name) => names[name] === value) ?? value.toString(16).toUpperCase();
}
