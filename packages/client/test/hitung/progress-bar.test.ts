import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { ProgressBar } from "../../src/hitung/progress-bar.js";

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

/** A terminal that keeps what is written on it, since it was looked at. */
class Screen {
  readonly isTTY = true;
  readonly columns: number;
  #written = "";

  constructor(columns = 0) {
    this.columns = columns;
  }

  write(text: string): void {
    this.#written += text;
  }

  look(): string {
    const written = this.#written;
    this.#written = "";
    return written;
  }
}

const REWRITE = "\r\x1b[K";

test("after a second, and ten times a second: name, bar, size, rate and the time that is left", () => {
  const stderr = new Screen();
  const bar = new ProgressBar("data.txt", 6_000_000, { stderr, language: "en" });
  bar.advance(1_500_000);
  jest.advanceTimersByTime(999);
  expect(stderr.look()).toBe("");
  jest.advanceTimersByTime(1);
  expect(stderr.look()).toBe(
    `${REWRITE}data.txt  ${"█".repeat(5)}${"░".repeat(15)}  1.5 MB  1.5 MB/s  left 0:03`,
  );
  bar.advance(4_500_000);
  jest.advanceTimersByTime(100);
  expect(stderr.look()).toBe(`${REWRITE}data.txt  ${"█".repeat(20)}  6.0 MB  5.5 MB/s  left 0:00`);
  bar.stop();
  jest.advanceTimersByTime(1000);
  expect(stderr.look()).toBe(REWRITE);
});

test("before the first byte nobody knows how long it takes; minutes; and the language", () => {
  const stderr = new Screen();
  const bar = new ProgressBar("-".repeat(30), 100_000, { stderr, language: "id" });
  jest.advanceTimersByTime(1000);
  expect(stderr.look()).toBe(`${REWRITE}…${"-".repeat(23)}  ${"░".repeat(20)}  0 B  0 B/s`);
  bar.advance(500);
  jest.advanceTimersByTime(9000);
  expect(stderr.look()).toMatch(/ {2}500 B {2}50 B\/s {2}sisa 33:10$/);
  bar.stop();
});

test.each([
  [80, `measurements-of-2026.txt  ${"█".repeat(5)}${"░".repeat(15)}  1.2 GB  1.2 GB/s  left 0:03`],
  [60, "measurements-of-2026.txt  1.2 GB  1.2 GB/s  left 0:03"],
  [40, "…026.txt  1.2 GB  1.2 GB/s  left 0:03"],
  [30, "1.2 GB  1.2 GB/s  left 0:03"],
  [20, "1.2 GB"],
  [6, "1.2 G"],
])("it stays on one line of %i columns, and the numbers go last", (columns, line) => {
  const stderr = new Screen(columns);
  const bar = new ProgressBar("measurements-of-2026.txt", 4_938_271_560, { stderr, language: "en" });
  bar.advance(1_234_567_890);
  jest.advanceTimersByTime(1000);
  expect(stderr.look()).toBe(REWRITE + line);
  bar.stop();
});

test("a name moves no cursor and breaks no line", () => {
  const stderr = new Screen();
  const bar = new ProgressBar("a\n\x1b[2J\u202eb", undefined, { stderr, language: "en" });
  jest.advanceTimersByTime(1000);
  expect(stderr.look()).toBe(`${REWRITE}a\\x0a\\x1b[2J\\u202eb  0 B  0 B/s`);
  bar.stop();
});
