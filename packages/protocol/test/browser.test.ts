import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createContext, SourceTextModule } from "node:vm";
import { beforeAll, expect, test } from "@jest/globals";
import type * as protocol from "../src/index.js";
import { TEXTS } from "./counting/texts.js";

const DIST = new URL("../dist/", import.meta.url);

/** What every browser has and a bare context of JavaScript lacks. Neither `process` nor `Buffer` is among it. */
const context = createContext({ TextEncoder, TextDecoder, atob });
const modules = new Map<string, Promise<SourceTextModule>>();

/** The built package, loaded without anything of Node. */
let loaded: typeof protocol;

async function moduleAt(url: URL): Promise<SourceTextModule> {
  const source = await readFile(fileURLToPath(url), "utf8");
  return new SourceTextModule(source, { context, identifier: url.href });
}

function link(specifier: string, from: { identifier: string }): Promise<SourceTextModule> {
  const url = new URL(specifier, from.identifier);
  let module = modules.get(url.href);
  if (module === undefined) {
    module = moduleAt(url);
    modules.set(url.href, module);
  }
  return module;
}

beforeAll(async () => {
  const index = await moduleAt(new URL("index.js", DIST));
  await index.link(link as never);
  await index.evaluate();
  loaded = index.namespace as typeof protocol;
});

test("there is neither Buffer nor process", async () => {
  const probe = new SourceTextModule("export const found = [typeof Buffer, typeof process];", { context });
  await probe.link(link as never);
  await probe.evaluate();
  expect([...(probe.namespace as { found: string[] }).found]).toEqual(["undefined", "undefined"]);
});

test.each(Object.entries(TEXTS))("%s is counted as in Node, short and long", (_, text) => {
  for (const repeated of [text, text.repeat(40), text.repeat(2000)]) {
    const { codePoints, utf16, bytes } = loaded.measure(repeated);
    expect({ codePoints, utf16, bytes }).toEqual({
      codePoints: [...repeated].length,
      utf16: repeated.length,
      bytes: Buffer.byteLength(repeated),
    });
  }
});

test("bytes that are not UTF-8 are found without the help of Node", () => {
  for (const before of [0, 50, 64, 100, 65_535, 65_536, 200_000]) {
    for (const bad of [[0xff], [0xc3], [0xe2, 0x82], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80]]) {
      const bytes = Uint8Array.from([...new Uint8Array(before).fill(0x61), ...bad]);
      let offset = -1;
      try {
        loaded.count(bytes);
      } catch (error) {
        offset = (error as protocol.InvalidUtf8Error).byteOffset;
      }
      expect(offset).toBe(before);
    }
  }
});

test("frames are answered by the thousand", () => {
  const replies = new loaded.ReplyBuffer();
  const responder = loaded.createResponder(0xf9, { language: "en", replies });
  const message = loaded.encodeFrame(0xf9, 1, new TextEncoder().encode("Handy Arfiano Hastyawan"));
  const chunk = new Uint8Array(message.length * 1000);
  for (let at = 0; at < chunk.length; at += message.length) chunk.set(message, at);
  expect(responder.read(chunk, 0)).toBe(chunk.length);
  const reply = Buffer.from("fa0100000008" + "0000000000000017", "hex");
  expect(Buffer.from(replies.take()).equals(Buffer.concat(new Array(1000).fill(reply)))).toBe(true);
});
