import { expect, test } from "@jest/globals";
import { bytesOf, inAllCuts } from "../../../../testing/cuts.js";
import { sentence } from "../../../../testing/sentences.js";
import { Exchange, repliesTo } from "../exchange.js";

test.each([
  ["Handy Arfiano Hastyawan", sentence(23)],
  ["Handy Arfiano Hastyawan\n", sentence(23, "\n")],
  ["a\r\n\nb\u00e9\u{1f600}", sentence(1, "\r\n") + sentence(0, "\n") + sentence(3)],
  ["a\0b\n", sentence(3, "\n")],
  ["\ufeffa\n", sentence(2, "\n")],
  ["a<FF>b\nc\n", `Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n${sentence(1, "\n")}`],
  ["ab<E2 82>\r\nc", `Galat: pesan bukan UTF-8 yang sah (byte ke-3)\r\n${sentence(1)}`],
  ["ab<E2 82>", "Galat: pesan bukan UTF-8 yang sah (byte ke-3)"],
  ["<C0 80>\n", "Galat: pesan bukan UTF-8 yang sah (byte ke-1)\n"],
  ["a<F9>\n", "Galat: pesan bukan UTF-8 yang sah (byte ke-2)\n"],
])("%j", (request, replies) => {
  inAllCuts(bytesOf(request), (chunks) => expect(repliesTo(chunks).toString()).toBe(replies));
});

test("in English, with the singular for one", () => {
  inAllCuts(bytesOf("\na\nab\na<80>\n"), (chunks) => {
    expect(repliesTo(chunks, { language: "en" }).toString().split("\n")).toEqual([
      "The message has 0 characters",
      "The message has 1 character",
      "The message has 2 characters",
      "Error: the message is not valid UTF-8 (byte 2)",
      "",
    ]);
  });
});

test("a pause answers what came so far, without terminator", () => {
  const exchange = new Exchange();
  expect(exchange.send(Buffer.from("halo"))).toHaveLength(0);
  expect(exchange.endsAtPause).toBe(true);
  expect(exchange.pause().toString()).toBe(sentence(4));
  expect(exchange.messages).toBe(1);
  expect(exchange.end()).toHaveLength(0);
});

test("the replies to a chunk of nothing but LF come in several turns, and all of them come", () => {
  const replies = repliesTo([Buffer.alloc(65_536, "\n")]);
  expect(replies.equals(Buffer.from(sentence(0, "\n").repeat(65_536)))).toBe(true);
});

test.each([
  [17, "id", "Galat: server sedang penuh, coba lagi nanti\n"],
  [17, "en", "Error: the server is busy, try again later\n"],
  [18, "id", "Galat: koneksi ditutup karena terlalu lama diam\n"],
  [18, "en", "Error: the connection was idle for too long and is closed\n"],
  [19, "id", ""],
] as const)(
  "a server that closes the connection tells why, and reads no more: %i in %s",
  (code, language, line) => {
    const exchange = new Exchange({ language });
    exchange.send(Buffer.from("abc"));
    expect(exchange.terminate(code).toString()).toBe(line);
    expect(exchange.isClosed).toBe(true);
    const after = [
      exchange.terminate(code),
      exchange.send(Buffer.from("def\n")),
      exchange.pause(),
      exchange.end(),
    ];
    expect(Buffer.concat(after)).toHaveLength(0);
  },
);
