import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import { WireView } from "../../src/command-line/wire-view.js";

/** What is shown of bytes that come at once. */
function shown(bytes: Uint8Array | string, language: "id" | "en" = "en", isFrames?: boolean): string[] {
  return new WireView("<", isFrames).lines(Buffer.from(bytes as string), language);
}

describe("frames", () => {
  const bytes = Buffer.concat([
    frame(0xf8, 9, "h\u00e9"),
    countsFrame(3, 300, 1),
    errorFrame(16, "end"),
    frame(0xf9, 2, "a"),
  ]);

  test("in English", () => {
    expect(shown(bytes)).toEqual([
      "< F8                                  ; kind: PART",
      "< 09                                  ; units: codePoints, bytes",
      "< 00 00 00 03                         ; length: 3 bytes",
      '< 68 C3 A9                            ; "h\u00e9"',
      "< FA                                  ; kind: COUNTS",
      "< 03                                  ; units: codePoints, graphemes",
      "< 00 00 00 10                         ; length: 16 bytes",
      "< 00 00 00 00 00 00 01 2C             ; the count, codePoints: 300",
      "< 00 00 00 00 00 00 00 01             ; the count, graphemes: 1",
      "< FB                                  ; kind: ERROR",
      "< 10                                  ; error code: 16 BAD_FRAME",
      "< 00 00 00 03                         ; length: 3 bytes",
      '< 65 6E 64                            ; "end"',
      "< F9                                  ; kind: MESSAGE",
      "< 02                                  ; units: graphemes",
      "< 00 00 00 01                         ; length: 1 byte",
      '< 61                                  ; "a"',
    ]);
  });

  test("in Indonesian", () => {
    expect(shown(bytes, "id").slice(4, 12)).toEqual([
      "< FA                                  ; jenis: COUNTS",
      "< 03                                  ; satuan: codePoints, graphemes",
      "< 00 00 00 10                         ; panjang: 16 byte",
      "< 00 00 00 00 00 00 01 2C             ; hasil, codePoints: 300",
      "< 00 00 00 00 00 00 00 01             ; hasil, graphemes: 1",
      "< FB                                  ; jenis: ERROR",
      "< 10                                  ; kode galat: 16 BAD_FRAME",
      "< 00 00 00 03                         ; panjang: 3 byte",
    ]);
  });

  test("what the protocol does not name", () => {
    expect(shown(Buffer.concat([frame(0xfc, 0x10, "?"), errorFrame(99, ""), frame(0x0a, 0)]))).toEqual([
      "< FC                                  ; kind: FC",
      "< 10                                  ; units: 16",
      "< 00 00 00 01                         ; length: 1 byte",
      '< 3F                                  ; "?"',
      "< FB                                  ; kind: ERROR",
      "< 63                                  ; error code: 99",
      "< 00 00 00 00                         ; length: 0 bytes",
      "< 0A                                  ; kind: 0A",
      "< 00                                  ; units: 0",
      "< 00 00 00 00                         ; length: 0 bytes",
    ]);
  });

  test("fields that are cut tell which part of them each line is", () => {
    const view = new WireView(">");
    expect(view.lines(bytesOf("<FA 01 00 00>"), "en").at(-1)).toBe(
      "> 00 00                               ; length (bytes 1 to 2 of 4)",
    );
    expect(view.lines(bytesOf("<00>"), "id")).toEqual([
      "> 00                                  ; panjang (byte 3 sampai 3 dari 4)",
    ]);
    expect(view.lines(bytesOf("<08 00 00 00>"), "id")).toEqual([
      "> 08                                  ; panjang (byte 4 sampai 4 dari 4): 8 byte",
      "> 00 00 00                            ; hasil, codePoints (byte 1 sampai 3 dari 8)",
    ]);
    expect(view.lines(bytesOf("<00 00 00 00 17 FA>"), "en")).toEqual([
      "> 00 00 00 00 17                      ; the count, codePoints (bytes 4 to 8 of 8): 23",
      "> FA                                  ; kind: COUNTS",
    ]);
  });

  test("a chunk that ends nowhere in particular shows what it holds, and no byte is lost or shown twice", () => {
    inAllCuts(bytes, (chunks) => {
      const view = new WireView("<");
      const lines = chunks.flatMap((chunk) => view.lines(chunk, "en"));
      const hex = lines.map((line) => line.slice(2, line.indexOf(";")).replaceAll(" ", ""));
      expect(hex.join("")).toBe(bytes.toString("hex").toUpperCase());
    });
  });
});

describe("text", () => {
  test("each of its lines begins a line; that it is text is told, or the first byte tells", () => {
    const lines = [
      '< 48 61 6E 64 79 20 41 72 66 69 61 6E ; "Handy Arfian"',
      '< 6F 0D 0A                            ; "o\\r\\n"',
      '< 0A                                  ; "\\n"',
      '< 68 61                               ; "ha"',
    ];
    expect(shown("Handy Arfiano\r\n\nha")).toEqual(lines);
    expect(shown(Buffer.of(0xfa, 0, 0, 0), "en", false)).toEqual([
      '< FA 00 00 00                         ; "\\xfa\\u0000\\u0000\\u0000"',
    ]);
  });

  test("nothing in it reaches the terminal but characters that are shown", () => {
    expect(shown('"\\\x1b[2J\x7f')).toEqual([
      '< 22 5C 1B 5B 32 4A 7F                ; "\\"\\\\\\u001b[2J\\x7f"',
    ]);
    expect(shown("\u009b\u202e\u2028\ufeff")).toEqual([
      '< C2 9B E2 80 AE E2 80 A8 EF BB BF    ; "\\x9b\\u202e\\u2028\\ufeff"',
    ]);
  });

  test("a line ends before a character that it cannot hold", () => {
    expect(shown("0123456789\u{1f600}ab")).toEqual([
      '< 30 31 32 33 34 35 36 37 38 39       ; "0123456789"',
      '< F0 9F 98 80 61 62                   ; "\u{1f600}ab"',
    ]);
    expect(shown("01234567\u{1f600}ab")).toEqual([
      '< 30 31 32 33 34 35 36 37 F0 9F 98 80 ; "01234567\u{1f600}"',
      '< 61 62                               ; "ab"',
    ]);
    expect(shown("h\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9")).toEqual([
      '< 68 C3 A9 C3 A9 C3 A9 C3 A9 C3 A9    ; "h\u00e9\u00e9\u00e9\u00e9\u00e9"',
      '< C3 A9                               ; "\u00e9"',
    ]);
  });

  test("bytes that are no character, or a part of one that is cut, are shown by their digits", () => {
    const view = new WireView(">");
    expect(view.lines(frame(0xf8, 1, bytesOf("a<F0 9F>")), "en").at(-1)).toBe(
      '> 61 F0 9F                            ; "a\\xf0\\x9f"',
    );
    expect(view.lines(frame(0xf9, 1, bytesOf("<98 80>b<C0 AF>c")), "en").at(-1)).toBe(
      '> 98 80 62 C0 AF 63                   ; "\\x98\\x80b\\xc0\\xafc"',
    );
  });

  test("of more than 96 bytes the first two lines and the last one are shown, and how much is left out", () => {
    expect(shown("x".repeat(96))).toEqual(
      Array(8).fill('< 78 78 78 78 78 78 78 78 78 78 78 78 ; "xxxxxxxxxxxx"'),
    );
    const middle = "-".repeat(1_000_000);
    expect(shown(`Handy Arfiano Hastyawan!${middle}the very end`)).toEqual([
      '< 48 61 6E 64 79 20 41 72 66 69 61 6E ; "Handy Arfian"',
      '< 6F 20 48 61 73 74 79 61 77 61 6E 21 ; "o Hastyawan!"',
      "< …                                   ; 1000000 bytes left out",
      '< 74 68 65 20 76 65 72 79 20 65 6E 64 ; "the very end"',
    ]);
    expect(shown(`${middle}\n`, "id")[2]).toBe(
      "< …                                   ; 999965 byte tidak ditampilkan",
    );
  });

  test("what is left out begins and ends between characters", () => {
    const emoji = "\u{1f600}";
    for (const before of [0, 1, 2, 3]) {
      for (const behind of [0, 1, 2, 3]) {
        const text = "x".repeat(before) + emoji.repeat(100) + "x".repeat(behind);
        const lines = shown(text);
        const texts = lines.map((line) => line.slice(line.indexOf(";") + 2));
        expect(texts).toEqual([
          JSON.stringify("x".repeat(before) + emoji.repeat(before === 0 ? 3 : 2)),
          JSON.stringify(emoji.repeat(3)),
          expect.stringMatching(/^\d+ bytes left out$/),
          JSON.stringify(emoji.repeat(behind === 0 ? 3 : 2) + "x".repeat(behind)),
        ]);
        const hex = lines.map((line) => line.slice(2, line.indexOf(";")).replaceAll(/[ …]/g, "")).join("");
        expect(hex.length / 2 + Number.parseInt(texts[2] as string, 10)).toBe(Buffer.byteLength(text));
      }
    }
  });

  test("of the parts of a long payload too, each as it comes", () => {
    const view = new WireView(">");
    const head = frame(0xf9, 1, Buffer.alloc(300, "a"));
    expect(view.lines(head.subarray(0, 206), "en").slice(3)).toEqual([
      ...Array(2).fill('> 61 61 61 61 61 61 61 61 61 61 61 61 ; "aaaaaaaaaaaa"'),
      "> …                                   ; 164 bytes left out",
      '> 61 61 61 61 61 61 61 61 61 61 61 61 ; "aaaaaaaaaaaa"',
    ]);
    expect(view.lines(head.subarray(206), "en")[2]).toBe(
      "> …                                   ; 64 bytes left out",
    );
    expect(view.lines(frame(0xf9, 1), "en")).toHaveLength(3);
  });
});
