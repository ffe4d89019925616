import { describe, expect, test } from "@jest/globals";
import { countFrame, errorFrame } from "../../../../testing/frames.js";
import { startFakeServer } from "../../../../testing/servers.js";
import { connect } from "../../src/index.js";

const ROUNDS = 32;

/**
 * Sends a message that the server answers with `words` before it resets the connection, which the client finds out by
 * writing: the next piece comes before the event loop can look at the socket.
 */
async function sendToServerThat(words: Buffer): Promise<number> {
  let onReset = () => {};
  const isReset = new Promise<void>((resolve) => {
    onReset = resolve;
  });
  const port = await startFakeServer((socket) => {
    socket.once("data", () => {
      socket.write(words);
      socket.resetAndDestroy();
      onReset();
    });
  });
  await using client = await connect({ port, tries: 1 });
  return await client.count(
    (async function* () {
      yield "x".repeat(1000);
      await isReset;
      for (;;) yield Buffer.alloc(100_000, "x");
    })(),
  );
}

describe("what a server said before it reset the connection is read, whatever was being sent", () => {
  test.each([
    ["the connection is idle", 18],
    ["the server shuts down", 19],
  ])("%s", async (_what, code) => {
    for (let round = 0; round < ROUNDS; round++) {
      const reason = errorFrame(code, "the reason");
      await expect(sendToServerThat(reason)).rejects.toMatchObject({ name: "ServerError", code });
    }
  });

  test("text of another protocol", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await expect(sendToServerThat(Buffer.from("HTTP/1.1 413 Payload Too Large\r\n"))).rejects.toMatchObject(
        {
          message: expect.stringContaining("the server says: HTTP/1.1 413 Payload Too Large"),
        },
      );
    }
  });

  test("nothing: the message is lost with the connection", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await expect(sendToServerThat(Buffer.alloc(0))).rejects.toMatchObject({
        name: "ConnectionError",
        code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/),
      });
    }
  });

  test("a count that came too early is no answer to a message that was cut", async () => {
    await expect(sendToServerThat(countFrame(5))).rejects.toMatchObject({ code: "EPROTO" });
  });
});
