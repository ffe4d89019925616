import { expect, jest, test } from "@jest/globals";
import { Counter, UNITS, type Unit } from "../../src/index.js";

const MEGABYTE = 1_000_000;
const SIZES = [1.25 * MEGABYTE, 10 * MEGABYTE];
const CHUNK = 64 * 1024;
const ROUNDS = 15;

// A machine that is busy with something else may be slow once; what is not linear is slow each time.
jest.retryTimes(3);

/** The larger input is 8 times the smaller: linear work takes 8 times as long, quadratic 64 times. */
const LIMIT = 20;

const INPUTS: readonly (readonly [string, string, string, (size: number) => number])[] = [
  ["one cluster of e and combining marks", "e", "\u0301", () => 1],
  ["regional indicators", "", "\u{1f1ee}", (size) => Math.ceil(Math.floor(size / 4) / 2)],
  ["zero width joiners", "a", "\u200d", () => 1],
  ["CRLF", "", "\r\n", (size) => Math.floor(size / 2)],
  ["ASCII", "", "a", (size) => size],
  ["one conjunct", "क", "\u094dक", () => 1],
  ["one emoji", "👩", "\u200d👩", () => 1],
  ["pictographs apart", "", "😀", (size) => Math.floor(size / 4)],
  ["syllables and a mark in turn", "", "가\u0301xxxxxxxxxxxxxxxxxxxx", (size) => Math.floor(size / 25) * 21],
];

function build(first: string, rest: string, size: number): Buffer {
  const start = Buffer.from(first);
  const unit = Buffer.from(rest);
  return Buffer.concat([
    start,
    Buffer.alloc(Math.floor((size - start.length) / unit.length) * unit.length, unit),
  ]);
}

function countInChunks(bytes: Uint8Array, unit: Unit): number {
  const counter = new Counter([unit]);
  for (let at = 0; at < bytes.length; at += CHUNK) counter.write(bytes.subarray(at, at + CHUNK));
  return counter.end()[unit];
}

function fastest(bytes: Uint8Array, unit: Unit): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    countInChunks(bytes, unit);
    best = Math.min(best, performance.now() - start);
  }
  return best;
}

test.each(INPUTS)("%s take time in proportion, in every unit", (_, first, rest, clusters) => {
  const [small, large] = SIZES.map((size) => build(first, rest, size)) as [Buffer, Buffer];
  expect(countInChunks(large, "graphemes")).toBe(clusters(large.length));
  for (const unit of UNITS) {
    const ratio = fastest(large, unit) / fastest(small, unit);
    expect({ unit, ratio, isLinear: ratio < LIMIT }).toEqual({ unit, ratio, isLinear: true });
  }
});

test("one cluster of 10 MB is counted in a second, also where each chunk is one byte", () => {
  const bytes = build("e", "\u0301", 10 * MEGABYTE);
  const counter = new Counter(["graphemes"]);
  for (let at = 0; at < MEGABYTE; at++) counter.write(bytes.subarray(at, at + 1));
  const start = performance.now();
  counter.write(bytes.subarray(MEGABYTE));
  expect(performance.now() - start).toBeLessThan(1000);
  expect(counter.end()).toEqual({ graphemes: 1 });
});
