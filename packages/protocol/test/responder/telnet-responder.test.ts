import { expect, test } from "@jest/globals";
import { sentence } from "../../../../testing/sentences.js";
import { repliesTo } from "../exchange.js";

// What PROTOCOL.md says of Telnet is in vectors/text.json.

const NEGOTIATION = Buffer.of(0xff, 0xfb, 0x1f);

test.each([
  ["CR NUL", "\r\0", sentence(0, "\r\n")],
  ["IAC IAC LF", "\xff\xff\n", "Galat: pesan bukan UTF-8 yang sah (byte ke-1)\n"],
  ["LF between commands", "\xff\xf1\n", sentence(0, "\n")],
])(
  "the replies to a chunk of nothing but %s come in several turns, and all of them come",
  (_, line, reply) => {
    const lines = 20_000;
    const replies = repliesTo([NEGOTIATION, Buffer.from(line.repeat(lines), "latin1")]);
    expect(replies.toString()).toBe(reply.repeat(lines));
  },
);
