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

test.each([
  [
    "a message that has begun is answered, and no other",
    "a\nbc",
    "d\ne\nf",
    `${sentence(1, "\n")}${sentence(3, "\n")}`,
  ],
  ["a CR is a beginning", "\r", "\na\n", sentence(0, "\r\n")],
  ["none has begun", "abc\n", "d\n", sentence(3, "\n")],
  ["the same over Telnet", "\xff\xfb\x1fab", "c\nd\n", sentence(3, "\n")],
])("a server that closes the connection after a message: %s", (_, before, after, replies) => {
  const exchange = new Exchange();
  const told = [exchange.send(Buffer.from(before, "latin1")), exchange.terminateAfterMessage(19)];
  told.push(exchange.send(Buffer.from(after, "latin1")), exchange.pause(), exchange.end());
  expect(Buffer.concat(told).toString()).toBe(replies);
  expect(exchange.isClosed).toBe(true);
});

test("a server that closes the connection after a message: a pause ends it", () => {
  const exchange = new Exchange();
  exchange.send(Buffer.from("abc"));
  expect(exchange.terminateAfterMessage(19)).toHaveLength(0);
  expect(exchange.isClosed).toBe(false);
  expect(exchange.pause().toString()).toBe(sentence(3));
  expect(exchange.isClosed).toBe(true);
});
