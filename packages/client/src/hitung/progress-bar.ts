import type { Language } from "@hitung/protocol";
import { shownName } from "../command-line/shown-name.js";
import { rewriteLine, roomIn, type Screen } from "../command-line/terminal.js";
import { WORDING } from "./wording.js";

/** Where progress is shown, and in which language. */
export interface ProgressIo {
  readonly stderr: Screen;
  readonly language: Language;
}

/** What takes no longer than this, in milliseconds, shows no progress. */
const PATIENCE_MS = 1000;
const INTERVAL_MS = 100;
const BAR_WIDTH = 20;
const LONGEST_NAME = 24;
const SHORT_NAME = 8;

/** Shows on a terminal how much of a file was sent, how fast, and how long the rest takes; elsewhere nothing. */
export class ProgressBar {
  readonly #name: string;
  readonly #size: number | undefined;
  readonly #io: ProgressIo;
  readonly #start = performance.now();
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;
  #done = 0;

  /** @param size in bytes, if it is known */
  constructor(name: string, size: number | undefined, io: ProgressIo) {
    this.#name = shortened(shownName(name), LONGEST_NAME);
    this.#size = size;
    this.#io = io;
    if (!io.stderr.isTTY) return;
    this.#timer = setTimeout(() => {
      this.#timer = setInterval(() => this.#show(), INTERVAL_MS).unref();
      this.#show();
    }, PATIENCE_MS).unref();
  }

  /** So many more bytes were sent. */
  advance(bytes: number): void {
    this.#done += bytes;
  }

  /** Takes the progress off the screen. */
  stop(): void {
    clearTimeout(this.#timer);
    if (this.#isShown) rewriteLine(this.#io.stderr, "");
  }

  #show(): void {
    this.#isShown = true;
    rewriteLine(this.#io.stderr, this.#line());
  }

  /** As much as there is room for, the numbers before the rest. */
  #line(): string {
    const { language, stderr } = this.#io;
    const rate = this.#done / ((performance.now() - this.#start) / 1000);
    const done = formatBytes(this.#done, language);
    const speed = `${formatBytes(rate, language)}/s`;
    const numbers = [done, speed];
    let bar = "";
    if (this.#size !== undefined) {
      const full = Math.round(Math.min(1, this.#done / this.#size) * BAR_WIDTH);
      bar = "█".repeat(full) + "░".repeat(BAR_WIDTH - full);
      const seconds = Math.ceil(Math.max(0, this.#size - this.#done) / rate);
      // Before the first bytes are sent nobody knows.
      if (rate > 0) numbers.push(`${WORDING[language].timeLeft} ${formatDuration(seconds)}`);
    }
    const lines = [
      [this.#name, bar, ...numbers],
      [this.#name, ...numbers],
      [shortened(this.#name, SHORT_NAME), ...numbers],
      numbers,
      [done],
    ].map((parts) => parts.filter(Boolean).join("  "));
    const room = roomIn(stderr);
    return lines.find((line) => line.length <= room) ?? done;
  }
}

/** The end of a long name tells more than its beginning. */
function shortened(name: string, longest: number): string {
  return name.length > longest ? `…${name.slice(1 - longest)}` : name;
}

/** A number of bytes in the largest decimal unit that it fills, such as 1.5 GB. */
function formatBytes(bytes: number, language: Language): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  let at = 0;
  while (bytes >= 1000 && at < units.length - 1) {
    bytes /= 1000;
    at++;
  }
  const digits = at === 0 ? 0 : 1;
  const number = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${number.format(bytes)} ${units[at]}`;
}

/** Minutes and seconds, such as 1:05. */
function formatDuration(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
