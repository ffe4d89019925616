import type { Language } from "@hitung/protocol";
import { rewriteLine, type Screen } from "../command-line/terminal.js";
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
    this.#name = name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name;
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

  #line(): string {
    const { language } = this.#io;
    const rate = this.#done / ((performance.now() - this.#start) / 1000);
    const parts = [this.#name, formatBytes(this.#done, language), `${formatBytes(rate, language)}/s`];
    if (this.#size !== undefined) {
      const full = Math.round(Math.min(1, this.#done / this.#size) * BAR_WIDTH);
      parts.splice(1, 0, "█".repeat(full) + "░".repeat(BAR_WIDTH - full));
      const seconds = Math.ceil(Math.max(0, this.#size - this.#done) / rate);
      // Before the first bytes are sent nobody knows.
      if (rate > 0) parts.push(`${WORDING[language].timeLeft} ${formatDuration(seconds)}`);
    }
    return parts.join("  ");
  }
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
