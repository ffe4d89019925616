import type { Language } from "@hitung/protocol";
import type { Load } from "./load.js";
import { MESSAGES } from "./wording.js";

const INTERVAL_MS = 250;

/** Carriage return and "erase to the end of the line" (ECMA-48): the next text takes the place of this one. */
const REWRITE = "\r\u001b[K";

/**
 * Shows on a terminal how far a load has come: one line, written again and again, with the rate since the last time.
 * @returns ends it, and leaves an empty line
 */
export function showProgress(
  terminal: { write(text: string): unknown },
  load: Load,
  language: Language,
): () => void {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  let last = { answered: 0, seconds: 0 };
  const timer = setInterval(() => {
    const now = { answered: load.tally.answered, seconds: load.seconds };
    if (now.seconds === last.seconds) return;
    const rate = (now.answered - last.answered) / (now.seconds - last.seconds);
    last = now;
    const line = MESSAGES[language].progress(
      whole.format(now.answered),
      whole.format(rate),
      tenths.format(now.seconds),
    );
    terminal.write(`${REWRITE}${line}`);
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    if (last.seconds > 0) terminal.write(REWRITE);
  };
}
