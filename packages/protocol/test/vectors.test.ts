import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "@jest/globals";
import { countGraphemes } from "unicode-segmenter/grapheme";
import { allCuts } from "../../../testing/cuts.js";
import { testWith } from "../../../testing/processes.js";
import {
  expectReplyFrames,
  readVectors,
  type TextStep,
  unhex,
  unitCalled,
  vectorFile,
} from "../../../testing/vectors.js";
import { Counter, InvalidUtf8Error, LANGUAGES, SENTENCES, UNITS, unicodeVersion } from "../src/index.js";
import { Exchange } from "./exchange.js";

describe.each(["counting", "frames", "text"] as const)("%s.json", (name) => {
  const content = readFileSync(vectorFile(`${name}.json`), "utf8");

  test("names each vector differently, and the Unicode version that is counted by", () => {
    const names = readVectors(name).map((vector) => vector.name);
    expect(new Set(names).size).toBe(names.length);
    expect(JSON.parse(content).unicode).toBe(unicodeVersion);
  });

  testWith("python3", "is what its script prints", () => {
    const script = fileURLToPath(vectorFile(`${name}.py`));
    const { stdout, stderr } = spawnSync("python3", ["-B", script], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(stdout).toBe(content);
  });
});

describe("PROTOCOL.md", () => {
  const text = readFileSync(new URL("../PROTOCOL.md", import.meta.url), "utf8");
  const examples = Array.from(text.matchAll(/^```wire\n(.*?)^```$/gms), ([, lines = ""]) => ({
    sent: bytesAfter(">", lines),
    received: bytesAfter("<", lines),
  }));

  function bytesAfter(sign: ">" | "<", lines: string): Buffer {
    const own = lines.split("\n").filter((line) => line.startsWith(sign));
    return unhex(own.map((line) => line.slice(1).replace(/;.*|\s/g, "")).join(""));
  }

  test.each(examples)("example %#", ({ sent, received }) => {
    for (const chunks of allCuts(sent)) {
      const exchange = new Exchange();
      expect(Buffer.concat(chunks.map((chunk) => exchange.send(chunk)))).toEqual(received);
    }
  });

  test("has examples of both modes", () => {
    expect(examples.map(({ sent }) => sent[0])).toEqual([0x68, 0xf9, 0xf8, 0xf9, 0xf9]);
  });

  test.each(LANGUAGES)("prescribes what is said before a connection is closed: %s", (language) => {
    const { busy, idle } = SENTENCES[language];
    expect(text).toContain(`\`${busy}\``);
    expect(text).toContain(`\`${idle}\``);
  });
});

describe("counting", () => {
  test.each(readVectors("counting"))("$name", ({ input, counts, illFormedAt }) => {
    for (const chunks of allCuts(unhex(input))) {
      expect(measured(chunks)).toEqual(counts ?? `ill-formed at ${illFormedAt}`);
    }
    if (counts !== undefined) expect(countGraphemes(unhex(input).toString())).toBe(counts.graphemes);
  });

  function measured(chunks: Uint8Array[]) {
    const counter = new Counter(UNITS);
    try {
      for (const chunk of chunks) counter.write(chunk);
      return counter.end();
    } catch (error) {
      if (!(error instanceof InvalidUtf8Error)) throw error;
      return `ill-formed at ${error.byteOffset}`;
    }
  }
});

describe("frames", () => {
  test.each(readVectors("frames"))("$name", ({ input, cuts, end, replies, closes, limit }) => {
    const outcomes = new Set<string>();
    for (const chunks of allCuts(unhex(input), cuts)) {
      const exchange = new Exchange({ maxMessageSize: limit });
      const received = chunks.map((chunk) => exchange.send(chunk));
      if (end) received.push(exchange.end());
      outcomes.add(`${Buffer.concat(received).toString("hex")} ${end || exchange.isClosed}`);
    }
    expect(outcomes.size).toBe(1);
    const [received, closed] = [...outcomes].join().split(" ");
    expectReplyFrames(unhex(received as string), replies);
    expect(closed).toBe(String(closes));
  });
});

describe("text", () => {
  test.each(readVectors("text"))("$name", ({ language, unit, steps, limit }) => {
    // The first way is "whole", the second "byte by byte", the others cut what is sent at one place each.
    const ways = Math.max(...steps.map((step) => [...cutsOf(step)].length));
    for (let way = 0; way < ways; way++) {
      const exchange = new Exchange({ language, unit: unitCalled(unit), maxMessageSize: limit });
      const replies = steps.map((step) => {
        const cuts = [...cutsOf(step)];
        return perform(exchange, step, cuts[way % cuts.length] as Buffer[]).toString("hex");
      });
      expect(replies).toEqual(steps.map((step) => step.replies));
    }
  });

  function cutsOf(step: TextStep): Iterable<Buffer[]> {
    return allCuts(step.do === "send" ? unhex(step.bytes) : Buffer.alloc(0));
  }

  function perform(exchange: Exchange, step: TextStep, chunks: Buffer[]): Buffer {
    if (step.do !== "send") return exchange[step.do]();
    return Buffer.concat(chunks.map((chunk) => exchange.send(chunk)));
  }
});
