import type { Language } from "@hitung/protocol";
import { rewriteLine, type Screen } from "../command-line/terminal.js";
import type { Load } from "./load.js";
import { WORDING } from "./wording.js";

const INTERVAL_MS = 250;

/**
 * Shows on a terminal how far a load has come: one line, written again and again, with the rate since the last time.
 * @returns ends it, and leaves an empty line
 */
export function showProgressLine(terminal: Screen, load: Load, language: Language): () => void {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  let last = { answered: 0, seconds: 0 };
  const timer = setInterval(() => {
    const now = { answered: load.verdicts.answered, seconds: load.seconds };
    if (now.seconds === last.seconds) return;
    const rate = (now.answered - last.answered) / (now.seconds - last.seconds);
    last = now;
    const line = WORDING[language].progress(
      whole.format(now.answered),
      whole.format(rate),
      tenths.format(now.seconds),
    );
    rewriteLine(terminal, line);
  }, INTERVAL_MS);
  return () => {
    clearInterval(timer);
    if (last.seconds > 0) rewriteLine(terminal, "");
  };
}
