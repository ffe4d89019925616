import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { frame } from "../../../../testing/frames.js";
import { BadFrameError, encodeFrame, FrameDecoder, FrameKind, writeHeader } from "../../src/index.js";

const REQUESTS = [FrameKind.PART, FrameKind.MESSAGE];

/** Reads the chunks, and notes each frame as its kind, tag, declared length and payload in Latin-1. */
function framesIn(chunks: Uint8Array[]): {
  frames: [number, number, number, string][];
  decoder: FrameDecoder;
} {
  const frames: [number, number, number, string][] = [];
  let open: [number, number, number, string];
  const decoder = new FrameDecoder(REQUESTS, {
    onHeader(kind, tag, length) {
      open = [kind, tag, length, ""];
    },
    onPayload(chunk, from, to) {
      open[3] += Buffer.from(chunk.subarray(from, to)).toString("latin1");
    },
    onFrameEnd() {
      frames.push(open);
      return true;
    },
  });
  for (const chunk of chunks) expect(decoder.write(chunk, 0)).toBe(chunk.length);
  return { frames, decoder };
}

describe("encoding", () => {
  test("a frame is kind, tag, length in four bytes big endian, payload", () => {
    expect(encodeFrame(0xf9, 1, Buffer.from("héé"))).toEqual(
      new Uint8Array(bytesOf("<F9 01 00 00 00 05>héé")),
    );
    expect(encodeFrame(0xf8, 15, new Uint8Array(0x0102))).toEqual(
      new Uint8Array(frame(0xf8, 15, Buffer.alloc(0x0102))),
    );
  });

  test("a header goes to its place, and takes lengths up to four bytes", () => {
    const target = new Uint8Array(8).fill(0x55);
    expect(writeHeader(target, 1, 0xfa, 1, 0xffff_fffe)).toBe(7);
    expect(target).toEqual(new Uint8Array(bytesOf("<55 FA 01 FF FF FF FE 55>")));
    expect(() => writeHeader(target, 0, 0xf9, 1, 2 ** 32)).toThrow(RangeError);
  });
});

describe("decoding", () => {
  test("frames come out as they went in, wherever the stream is cut", () => {
    const stream = Buffer.concat([
      frame(0xf8, 1, "Handy "),
      frame(0xf9, 1, "Arfiano"),
      frame(0xf9, 3),
      frame(0xf8, 0xff, Buffer.from([0xf8, 0xf9, 0x00])),
    ]);
    inAllCuts(stream, (chunks) => {
      expect(framesIn(chunks).frames).toEqual([
        [0xf8, 1, 6, "Handy "],
        [0xf9, 1, 7, "Arfiano"],
        [0xf9, 3, 0, ""],
        [0xf8, 0xff, 3, "\xf8\xf9\0"],
      ]);
    });
  });

  test("it is inside a frame from the frame's first byte to its last", () => {
    const bytes = frame(0xf9, 1, "ab");
    const { decoder } = framesIn([]);
    expect(decoder.insideFrame).toBe(false);
    for (const [i, byte] of bytes.entries()) {
      decoder.write(Uint8Array.of(byte), 0);
      expect(decoder.insideFrame).toBe(i < bytes.length - 1);
    }
  });

  test("a kind that may not come is refused at its first byte", () => {
    for (const kind of [0x00, 0x61, 0xf7, 0xfa, 0xfb, 0xff]) {
      expect(() => framesIn([frame(0xf9, 1, "a"), Uint8Array.of(kind)])).toThrow(BadFrameError);
    }
  });

  test("a declared length reserves nothing: 4 GiB - 1 pass through in pieces", () => {
    let size = 0;
    const decoder = new FrameDecoder(REQUESTS, {
      onHeader: (_kind, _tag, length) => expect(length).toBe(0xffff_ffff),
      onPayload: (_chunk, from, to) => {
        size += to - from;
      },
      onFrameEnd: () => true,
    });
    decoder.write(bytesOf("<F8 01 FF FF FF FF>"), 0);
    const piece = new Uint8Array(0x0fff_ffff);
    for (let i = 0; i < 16; i++) decoder.write(piece, 0);
    decoder.write(new Uint8Array(14), 0);
    expect(decoder.insideFrame).toBe(true);
    decoder.write(new Uint8Array(1), 0);
    expect(decoder.insideFrame).toBe(false);
    expect(size).toBe(0xffff_ffff);
  });

  test("it stops after a frame if the handler wants it to, and goes on from there", () => {
    const ends: number[] = [];
    const decoder = new FrameDecoder(REQUESTS, {
      onHeader: () => {},
      onPayload: () => {},
      onFrameEnd: () => false,
    });
    const stream = Buffer.concat([frame(0xf9, 1, "abc"), frame(0xf9, 1), frame(0xf9, 1, "d")]);
    for (let at = 0; at < stream.length; ) {
      at = decoder.write(stream, at);
      ends.push(at);
    }
    expect(ends).toEqual([9, 15, 22]);
  });
});
