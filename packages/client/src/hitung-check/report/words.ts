import type { Language } from "@hitung/protocol";
import { printable } from "@hitung/protocol";
import { WireView } from "../../command-line/wire-view.js";
import type { Dialect, Outcome, Remark } from "../job.js";
import type { Exit } from "../stage/program.js";
import type { Entry } from "../stage/transcript.js";
import { WORDING } from "../wording.js";

/** The verdict in words. A right answer of a program that died then is both. */
export function verdictOf({ verdict, death }: Outcome, language: Language): string {
  const { verdicts, thenDied } = WORDING[language];
  return verdict === "right" && death !== undefined ? thenDied : verdicts[verdict];
}

/** What is told beside the verdict, as sentences without a full stop. */
export function remarksOf({ remarks, death, verdict }: Outcome, language: Language): string[] {
  const told = remarks.map((remark) => remarkOf(remark, language)).filter((text) => text !== "");
  const isTold = death !== undefined && verdict !== "notRun";
  return isTold ? [...told, deathOf(death, language)] : told;
}

/** Facts come from programs of strangers. */
function remarkOf([name, ...facts]: Remark, language: Language): string {
  return WORDING[language].remarks[name](...facts.map((fact) => printable(fact ?? "")));
}

function deathOf({ code, signal, lastLine }: Exit, language: Language): string {
  const { died, exitCode, exitSignal } = WORDING[language];
  return died(signal === null ? exitCode(String(code)) : exitSignal(signal), printable(lastLine));
}

/** How a server is spoken to, in words. */
export function dialectOf({ manner, countsLineEnd, form }: Dialect, language: Language): string[] {
  const wording = WORDING[language];
  return [
    wording.manners[manner],
    ...(manner === "line" ? [countsLineEnd ? wording.lineEndCounted : wording.lineEndNotCounted] : []),
    ...(form.kind === "integer"
      ? [
          wording.integerReply(
            String(8 * form.size),
            form.isLittleEndian ? wording.littleEndian : wording.bigEndian,
          ),
        ]
      : []),
  ];
}

/** The unit that a server was found to count. */
export function unitOf(outcomes: readonly Outcome[]): string | undefined {
  return outcomes.flatMap(({ remarks }) => remarks).find(([name]) => name === "countsUnit")?.[1];
}

/** What happened in a case, line by line: `>` is what we sent, `<` what came, `$` what stood on the program's screen. */
export function transcriptLines(entries: readonly Entry[], language: Language): string[] {
  const { entries: words } = WORDING[language];
  const views = new Map<string, WireView>();
  const several =
    new Set(entries.map(({ connection }) => connection).filter((number) => number > 0)).size > 1;
  let shown = 0;
  const view = (sign: string, connection: number) => {
    const key = `${sign}${connection}`;
    const known = views.get(key) ?? new WireView(sign);
    views.set(key, known);
    return known;
  };
  return collapse(entries.flatMap(linesOf), words.repeated);

  function linesOf({ kind, connection, data, size }: Entry): string[] {
    const bytes = () => Buffer.from(data, "hex");
    const more = size === undefined ? [] : [`; ${words.more(String(size))}`];
    const heading =
      several && connection > 0 && connection !== shown ? [`; ${words.connection(String(connection))}`] : [];
    if (connection > 0) shown = connection;
    switch (kind) {
      case "sent":
        return [...heading, ...view(">", connection).lines(bytes(), language), ...more];
      case "received":
        return [...heading, ...view("<", connection).lines(bytes(), language), ...more];
      case "typed":
        return screenLines("$ >", bytes());
      case "printed":
        return [...screenLines("$ <", bytes()), ...more];
      case "complained":
        return [...screenLines("$ !", bytes()), ...more];
      case "exited":
        return [`; ${words.exited(data)}`];
      default:
        return [...heading, `${kind === "ended" || kind === "wasReset" ? "<" : ";"} ${words[kind]}`];
    }
  }
}

/** Shows a line that repeats only once, and how often it does. */
function collapse(lines: readonly string[], repeated: (times: string) => string): string[] {
  return lines.flatMap((line, i) => {
    if (line === lines[i - 1]) return [];
    const next = lines.findIndex((other, j) => j > i && other !== line);
    const times = (next < 0 ? lines.length : next) - i - 1;
    if (times < 3) return Array.from({ length: times + 1 }, () => line);
    return [line, `; ${repeated(String(times))}`];
  });
}

function screenLines(sign: string, bytes: Buffer): string[] {
  const lines = bytes.toString().split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => `${sign} ${printable(line)}`);
}
