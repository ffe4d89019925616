import { expect, test } from "@jest/globals";
import { type Client, connect } from "../../src/index.js";
import { startServer } from "../server.js";

const AFTER_END = { name: "Error", code: "ERR_STREAM_WRITE_AFTER_END" };

async function withClient(use: (client: Client) => Promise<void>): Promise<void> {
  await using client = await connect({ port: (await startServer()).port });
  await use(client);
  expect(await client.count("next")).toBe(4);
}

test.each([
  ["no piece", []],
  ["one piece", ["halo"]],
  ["several pieces", ["ha", "", "lo"]],
])("a message of %s ends once: a piece or an end after it is refused", async (_what, pieces) => {
  await withClient(async (client) => {
    const message = client.startMessage(["codePoints"]);
    for (const piece of pieces) message.write(Buffer.from(piece));
    const answer = message.end();
    expect(() => message.write(Buffer.from("x"))).toThrow(expect.objectContaining(AFTER_END));
    await expect(message.end()).rejects.toMatchObject(AFTER_END);
    expect(await answer).toEqual({ codePoints: pieces.join("").length });
    await expect(message.end()).rejects.toMatchObject(AFTER_END);
    await message.drained();
  });
});

test.each([["a string"], [undefined], [null], [5], [new ArrayBuffer(1)]])(
  "a piece that is no bytes is refused: %p",
  async (piece) => {
    await withClient(async (client) => {
      const message = client.startMessage(["codePoints"]);
      message.write(Buffer.from("ab"));
      expect(() => message.write(piece as unknown as Uint8Array)).toThrow(TypeError);
      message.write(Buffer.from("c"));
      expect(await message.end()).toEqual({ codePoints: 3 });
    });
  },
);

test.each([
  ["none", [], RangeError],
  ["an unknown one", ["words"], RangeError],
  ["no array", "bytes", TypeError],
])("units that there are not are refused: %s", async (_what, units, error) => {
  await withClient(async (client) => {
    expect(() => client.startMessage(units as [])).toThrow(error);
  });
});

test("after the client was closed, a message fails", async () => {
  const client = await connect({ port: (await startServer()).port });
  const begun = client.startMessage();
  begun.write(Buffer.from("a"));
  begun.write(Buffer.from("b"));
  await client.close();
  begun.write(Buffer.from("c"));
  await expect(begun.end()).rejects.toMatchObject({ code: "ECANCELED" });
  await expect(client.startMessage().end()).rejects.toMatchObject({ code: "ECANCELED" });
});
