import { expect, test } from "@jest/globals";
import { createResponder, ReplyBuffer } from "../../src/index.js";

test("replies that were taken are overwritten by the next ones, and stay after a release", () => {
  const replies = new ReplyBuffer();
  const responder = createResponder(0x61, { language: "en", replies });
  const replyTo = (line: string) => {
    responder.read(Buffer.from(line), 0);
    return replies.take();
  };
  const [first, second] = [replyTo("a\n"), replyTo("ab\n")];
  expect(first).toEqual(second.subarray(0, first.length));
  replies.release();
  const third = replyTo("\n");
  expect([second, third].map((bytes) => new TextDecoder().decode(bytes))).toEqual([
    "The message has 2 characters\n",
    "The message has 0 characters\n",
  ]);
});
