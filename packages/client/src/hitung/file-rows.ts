import { statSync } from "node:fs";
import { UNIT_NAMES, type Unit } from "@hitung/protocol";
import { pathOf } from "../command-line/argument-bytes.js";
import { shownName } from "../command-line/shown-name.js";
import { type Answer, isText } from "./asker.js";
import { formatterOf, toJson, type View } from "./view.js";
import { WORDING } from "./wording.js";

/** What `--file` takes for standard input. */
export const STANDARD_INPUT = "-";

/**
 * The answers for files: numbers and path in columns, as `wc` prints them, with a header over several units; or what the
 * view wants for programs.
 */
export class FileRows {
  readonly #paths: readonly string[];
  readonly #view: View;
  readonly #sums: Map<Unit, number>;
  readonly #widths: Map<Unit, number>;
  #hasRows = false;

  constructor(paths: readonly string[], view: View) {
    this.#paths = paths;
    this.#view = view;
    const width = columnWidth(paths, view.units);
    const hasHeader = view.units.length > 1;
    this.#widths = new Map(
      view.units.map((unit) => [unit, hasHeader ? Math.max(width, UNIT_NAMES[unit].length) : width]),
    );
    this.#sums = new Map(view.units.map((unit) => [unit, 0]));
  }

  /** The row of a file. */
  add(path: string, answer: Answer): string {
    // In text mode the server chooses the unit, and there is one.
    const countOf = (unit: Unit) => (isText(answer) ? (answer.count as number) : answer[unit]);
    for (const [unit, sum] of this.#sums) this.#sums.set(unit, sum + countOf(unit));
    switch (this.#view.form) {
      case "json":
        return toJson({ file: path, ...answer });
      case "numbers":
        return formatterOf(this.#view)(answer);
      default:
        return this.#row(countOf, shownName(path));
    }
  }

  /** The last row, if there are several files. Programs read one line for each file, and none more. */
  get total(): string | undefined {
    const { form, language } = this.#view;
    if (form !== "sentence" || this.#paths.length < 2) return undefined;
    return this.#row((unit) => this.#sums.get(unit) as number, WORDING[language].total);
  }

  /** A row, and above the first one the header. */
  #row(countOf: (unit: Unit) => number, name: string): string {
    const row = this.#columns((unit) => String(countOf(unit)), name);
    if (this.#hasRows || this.#widths.size === 1) return row;
    this.#hasRows = true;
    return `${this.#columns((unit) => UNIT_NAMES[unit], WORDING[this.#view.language].fileColumn)}\n${row}`;
  }

  #columns(textOf: (unit: Unit) => string, name: string): string {
    return [...Array.from(this.#widths, ([unit, width]) => textOf(unit).padStart(width)), name].join(" ");
  }
}

/** The size of a regular file in bytes; 0 if there is none to read, undefined if it is not known beforehand. */
export function sizeOf(path: string): number | undefined {
  if (path === STANDARD_INPUT) return undefined;
  try {
    const stats = statSync(pathOf(path));
    return stats.isFile() ? stats.size : undefined;
  } catch {
    return 0;
  }
}

/**
 * The width of the columns, as `wc` chooses it before it reads: no count is larger than all bytes together. If a size
 * is not known beforehand, the width is at least 7.
 */
function columnWidth(paths: readonly string[], units: readonly Unit[]): number {
  if (paths.length === 1 && units.length === 1) return 1;
  const sizes = paths.map(sizeOf);
  const digits = String(sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)).length;
  return sizes.includes(undefined) ? Math.max(7, digits) : digits;
}
