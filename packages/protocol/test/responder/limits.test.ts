import { describe, expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { countsFrame, errorFrame, frame } from "../../../../testing/frames.js";
import {
  createResponder,
  type Language,
  ReplyBuffer,
  type ResponderOptions,
  Tally,
} from "../../src/index.js";

const PART = 0xf8;
const MESSAGE = 0xf9;
const INDONESIAN = "Jumlah karakter dalam kalimat tersebut ada: ";

/** Puts the chunks to a responder as a server does, then ends the stream, and gives all replies. */
function respond(chunks: readonly Uint8Array[], options: ResponderOptions): Buffer {
  const buffer = new ReplyBuffer();
  const replies: Buffer[] = [];
  const responder = createResponder(chunks.find(({ length }) => length > 0)?.[0] as number, options);
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; ) {
      at = responder.read(chunk, at, buffer);
      replies.push(Buffer.from(buffer.take()));
    }
  }
  responder.end(buffer);
  return Buffer.concat([...replies, buffer.take()]);
}

describe("a limit of 5 bytes for a message", () => {
  const LARGE = errorFrame(2, "the message is larger than 5 bytes, which is this server's limit");

  test.each([
    ["5 bytes", [frame(MESSAGE, 1, "abcde")], [countsFrame(1, 5)]],
    ["6 bytes", [frame(MESSAGE, 1, "abcdef")], [LARGE]],
    ["fewer characters, and more bytes", [frame(MESSAGE, 1, "\u{1f600}\u{1f600}")], [LARGE]],
    [
      "parts that are too large together, and the next message",
      [frame(PART, 1, "abc"), frame(PART, 1, ""), frame(MESSAGE, 1, "def"), frame(MESSAGE, 1, "ghi")],
      [LARGE, countsFrame(1, 3)],
    ],
    ["what is not UTF-8 either", [frame(MESSAGE, 1, bytesOf("<FF>aaaaa"))], [LARGE]],
    ["unknown units as well", [frame(MESSAGE, 16, "abcdef")], [errorFrame(3, "units 16: unknown, or none")]],
    [
      "many short messages at once",
      Array.from({ length: 20 }, () => frame(MESSAGE, 1, "abcdef")),
      new Array(20).fill(LARGE),
    ],
  ])("frames: %s", (_what, requests, replies) => {
    inAllCuts(Buffer.concat(requests), (chunks) =>
      expect(respond(chunks, { language: "id", maxMessageSize: 5 })).toEqual(Buffer.concat(replies)),
    );
  });

  test.each<[string, Language, string]>([
    [
      "abcde\nabcdef\r\nabc",
      "id",
      `${INDONESIAN}5\nGalat: pesan lebih besar dari batas server (5 byte)\r\n${INDONESIAN}3`,
    ],
    [
      "a<FF>12345\n\n",
      "en",
      "Error: the message is larger than the server allows (5 bytes)\nThe message has 0 characters\n",
    ],
  ])("text: %j", (request, language, replies) => {
    inAllCuts(bytesOf(request), (chunks) =>
      expect(respond(chunks, { language, maxMessageSize: 5 }).toString()).toBe(replies),
    );
  });
});

test.each([4095, 4096, 5000, 100_000])("a limit of %i bytes holds for the longest and the next", (limit) => {
  const requests = [limit, limit + 1, limit].map((size) => frame(MESSAGE, 8, Buffer.alloc(size, "x")));
  const replies = respond([Buffer.concat(requests)], { language: "id", maxMessageSize: limit });
  const error = errorFrame(2, `the message is larger than ${limit} bytes, which is this server's limit`);
  expect(replies).toEqual(Buffer.concat([countsFrame(8, limit), error, countsFrame(8, limit)]));
});

describe("a server that closes the connection", () => {
  test.each([17, 18, 19] as const)(
    "tells frames error %i, also inside a message, and reads no more",
    (code) => {
      const replies = new ReplyBuffer();
      const responder = createResponder(PART, { language: "id" });
      responder.read(frame(PART, 1, "abc"), 0, replies);
      responder.terminate(code, replies);
      const told = Buffer.from(replies.take());
      expect([...told.subarray(0, 2)]).toEqual([0xfb, code]);
      expect(told.readUInt32BE(2)).toBe(told.length - 6);
      expect(responder.isClosed).toBe(true);
      responder.terminate(code, replies);
      expect(responder.read(frame(MESSAGE, 1, "def"), 0, replies)).toBe(9);
      responder.end(replies);
      expect(replies.size).toBe(0);
    },
  );

  test.each<[17 | 18 | 19, Language, string]>([
    [17, "id", "Galat: server sedang penuh, coba lagi nanti\n"],
    [17, "en", "Error: the server is busy, try again later\n"],
    [18, "id", "Galat: koneksi ditutup karena terlalu lama diam\n"],
    [18, "en", "Error: the connection was idle for too long and is closed\n"],
    [19, "id", ""],
  ])("tells text why: %i in %s", (code, language, line) => {
    const replies = new ReplyBuffer();
    const responder = createResponder(0x61, { language });
    responder.read(Buffer.from("abc"), 0, replies);
    responder.terminate(code, replies);
    expect(Buffer.from(replies.take()).toString()).toBe(line);
    expect(responder.isClosed).toBe(true);
    expect(responder.read(Buffer.from("def\n"), 0, replies)).toBe(4);
    responder.pause(replies);
    responder.end(replies);
    expect(replies.size).toBe(0);
  });
});

describe("a tally", () => {
  const request = Buffer.concat([
    ...Array.from({ length: 100 }, () => frame(MESSAGE, 1, "Handy Arfiano Hastyawan")),
    frame(MESSAGE, 15, "a"),
    frame(PART, 3, "a"),
    frame(MESSAGE, 3, "b"),
    frame(MESSAGE, 0, ""),
    frame(MESSAGE, 1, Uint8Array.of(0xff)),
    frame(MESSAGE, 1, Buffer.alloc(5000, "x")),
  ]);

  test.each([
    ["together", undefined],
    ["one by one", { onPiece() {}, onAnswer() {} }],
  ])("counts the messages of frames that are answered %s", (_how, observer) => {
    inAllCuts(request.subarray(99 * 29), (chunks) => {
      const tally = new Tally();
      const first = createResponder(MESSAGE, { language: "id", tally });
      first.read(request.subarray(0, 99 * 29), 0, new ReplyBuffer());
      expect(first.messages).toBe(99);
      respond(chunks, { language: "id", tally, observer });
      expect(Object.entries([...tally.counted]).filter(([, messages]) => messages > 0)).toEqual([
        ["1", 101],
        ["3", 1],
        ["15", 1],
      ]);
      expect([tally.errors[1], tally.errors[3], tally.errors[2]]).toEqual([1, 1, 0]);
    });
  });

  test("counts those of text, and the connections that were closed", () => {
    const tally = new Tally();
    const text = Buffer.from("a\n\nb\n\xff\ncccccc\n", "latin1");
    respond([text], { language: "id", unit: "utf16", maxMessageSize: 5, tally });
    expect([...tally.counted].map(Number)).toEqual([0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    createResponder(0, { language: "id", tally }).terminate(18, new ReplyBuffer());
    createResponder(MESSAGE, { language: "id", tally }).terminate(19, new ReplyBuffer());
    expect([1, 2, 18, 19].map((code) => tally.errors[code])).toEqual([1, 1, 1, 1]);
  });
});
