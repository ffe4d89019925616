import type { Language } from "@hitung/protocol";
import type { SingleBar } from "cli-progress";
import type { Output } from "../command-line/terminal.js";
import { MESSAGES } from "./wording.js";

/** Where progress is shown, and in which language. */
export interface ProgressIo {
  readonly stderr: Output;
  readonly language: Language;
}

/** What takes no longer than this, in milliseconds, shows no progress. */
const PATIENCE_MS = 1000;
const BAR_WIDTH = 20;
const LONGEST_NAME = 24;

/** Shows on a terminal how much of a file was sent, how fast, and how long the rest takes; elsewhere nothing. */
export class Progress {
  readonly #name: string;
  readonly #size: number | undefined;
  readonly #io: ProgressIo;
  readonly #start = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #bar: SingleBar | undefined;
  #isStopped = false;
  #done = 0;

  /** @param size in bytes, where it is known */
  constructor(name: string, size: number | undefined, io: ProgressIo) {
    this.#name = name.length > LONGEST_NAME ? `…${name.slice(1 - LONGEST_NAME)}` : name;
    this.#size = size;
    this.#io = io;
    if (io.stderr.isTTY) this.#timer = setTimeout(() => this.#show(), PATIENCE_MS).unref();
  }

  /** So many more bytes were sent. */
  advance(bytes: number): void {
    this.#done += bytes;
    this.#bar?.update(this.#done);
  }

  /** Takes the progress off the screen. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isStopped = true;
    this.#bar?.stop();
  }

  async #show(): Promise<void> {
    const { SingleBar } = (await import("cli-progress")).default;
    if (this.#isStopped) return;
    this.#bar = new SingleBar({
      stream: this.#io.stderr,
      format: (options, { progress }) => {
        const whole = options.barsize ?? BAR_WIDTH;
        const complete = Math.round(Math.min(1, progress) * whole);
        return this.#line("█".repeat(complete) + "░".repeat(whole - complete));
      },
      barsize: BAR_WIDTH,
      clearOnComplete: true,
      // Ctrl-C ends the process at once, and would leave the terminal without its cursor.
      hideCursor: false,
      gracefulExit: false,
    });
    this.#bar.start(this.#size ?? 0, this.#done);
  }

  #line(bar: string): string {
    const { language } = this.#io;
    const rate = this.#done / ((performance.now() - this.#start) / 1000);
    const parts = [this.#name, formatBytes(this.#done, language), `${formatBytes(rate, language)}/s`];
    if (this.#size !== undefined) {
      const seconds = Math.ceil(Math.max(0, this.#size - this.#done) / rate);
      parts.splice(1, 0, bar);
      parts.push(`${MESSAGES[language].timeLeft} ${formatDuration(seconds)}`);
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
