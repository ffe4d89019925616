import { expect, test } from "@jest/globals";
import { createResponder, ReplyBuffer } from "../../src/index.js";

test("the first byte decides the mode: from F8 to FE frames, any other text", () => {
  for (let byte = 0; byte < 256; byte++) {
    const { mode } = createResponder(byte, { language: "id", replies: new ReplyBuffer() });
    expect(mode).toBe(byte >= 0xf8 && byte !== 0xff ? "frames" : "text");
  }
});
