import { type Bytes, toBytes } from "../input.js";
import { areUnits, type Unit, unitsOf } from "../units.js";
import { COUNT_SIZE, FRAME_HEADER_SIZE, FrameKind, speaksFrames } from "../wire.js";

/**
 * What bytes on the wire are:
 * - `kind`: the first byte of a frame, one of `FrameKind`
 * - `code`: the second byte of an ERROR, one of `ErrorCode`
 * - `units`: the second byte of any other frame, the set of units
 * - `length`: the size of the payload, in bytes
 * - `count`: in the payload of COUNTS, the count of one unit
 * - `payload`: any other payload: text, in UTF-8
 * - `text`: in text mode, a line with its end
 */
export type FieldName = "kind" | "code" | "units" | "length" | "count" | "payload" | "text";

/** A field, or the part of it that lies in one chunk. */
export interface FieldPiece {
  readonly name: FieldName;
  /** In the chunk: where the piece starts, and the offset behind it. */
  readonly from: number;
  readonly to: number;
  /** How many bytes of the field came before, in other chunks. */
  readonly before: number;
  /** The size of the whole field in bytes; undefined for `text`, whose end nobody tells. */
  readonly size: number | undefined;
  /** The number that the field holds; undefined before its last byte, and for text. */
  readonly value: bigint | undefined;
  /** What a `count` counts. */
  readonly unit: Unit | undefined;
}

interface Field {
  readonly name: FieldName;
  readonly size: number;
  readonly unit: Unit | undefined;
}

const KIND: Field = { name: "kind", size: 1, unit: undefined };
const UNITS: Field = { name: "units", size: 1, unit: undefined };
const CODE: Field = { name: "code", size: 1, unit: undefined };
const LENGTH: Field = { name: "length", size: FRAME_HEADER_SIZE - 2, unit: undefined };

const LF = 0x0a;

/**
 * Tells what each byte of one direction of a connection is, whatever was sent: nothing is refused. It serves programs that show
 * the bytes; `FrameDecoder` and `ReplyDecoder` understand them. The chunks may be cut anywhere.
 */
export class FieldReader {
  #isFrames: boolean | undefined;
  /** The fields that are to come, the current one first. */
  #fields: Field[] = [];
  /** How much of the current field, or line, came, in bytes, and its value as far as it came. */
  #before = 0;
  #value = 0n;
  /** The kind and the tag of the current frame. */
  #kind = 0;
  #tag = 0;

  /** @param isFrames whether the connection speaks frames; without it, the first byte tells */
  constructor(isFrames?: boolean) {
    this.#isFrames = isFrames;
  }

  /** Whether the connection speaks frames; undefined before the first byte. */
  get isFrames(): boolean | undefined {
    return this.#isFrames;
  }

  /**
   * The fields in the next chunk, from its first byte to its last.
   * @throws {TypeError} if it is no bytes
   */
  read(bytes: Bytes): FieldPiece[] {
    const chunk = toBytes(bytes, "what is read");
    const pieces: FieldPiece[] = [];
    for (let from = 0; from < chunk.length; ) {
      this.#isFrames ??= speaksFrames(chunk[from] as number);
      const piece = this.#isFrames ? this.#readField(chunk, from) : this.#readLine(chunk, from);
      pieces.push(piece);
      from = piece.to;
    }
    return pieces;
  }

  #readField(chunk: Uint8Array, from: number): FieldPiece {
    if (this.#fields.length === 0) this.#fields = [KIND];
    const { name, size, unit } = this.#fields[0] as Field;
    const before = this.#before;
    const to = Math.min(chunk.length, from + size - before);
    const isNumber = name !== "payload";
    if (isNumber) {
      for (let at = from; at < to; at++) this.#value = (this.#value << 8n) | BigInt(chunk[at] as number);
    }
    this.#before += to - from;
    const isWhole = this.#before === size;
    const value = isWhole && isNumber ? this.#value : undefined;
    if (isWhole) this.#endField(name, Number(this.#value));
    return { name, from, to, before, size, value, unit };
  }

  #endField(name: FieldName, value: number): void {
    this.#fields.shift();
    this.#before = 0;
    this.#value = 0n;
    if (name === "kind") {
      this.#kind = value;
      this.#fields = [value === FrameKind.ERROR ? CODE : UNITS];
    } else if (name === "units" || name === "code") {
      this.#tag = value;
      this.#fields = [LENGTH];
    } else if (name === "length" && value > 0) {
      this.#fields = this.#payload(value);
    }
  }

  #payload(size: number): Field[] {
    const units = this.#kind === FrameKind.COUNTS && areUnits(this.#tag) ? unitsOf(this.#tag) : [];
    return size === COUNT_SIZE * units.length
      ? units.map((unit) => ({ name: "count", size: COUNT_SIZE, unit }))
      : [{ name: "payload", size, unit: undefined }];
  }

  /** A line of text up to its LF, or up to the end of the chunk. */
  #readLine(chunk: Uint8Array, from: number): FieldPiece {
    const end = chunk.indexOf(LF, from);
    const to = end === -1 ? chunk.length : end + 1;
    const before = this.#before;
    this.#before = end === -1 ? before + to - from : 0;
    return { name: "text", from, to, before, size: undefined, value: undefined, unit: undefined };
  }
}
