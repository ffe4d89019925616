import { describe, expect, test } from "@jest/globals";
import { helpOf } from "../../src/command-line/help.js";
import { type Option, type Program, usageOf } from "../../src/command-line/table.js";
import { widthOf } from "../../src/command-line/terminal.js";
import { HITUNG } from "../../src/hitung/options.js";
import { HITUNG_BENCH } from "../../src/hitung-bench/options.js";

const PROGRAMS: Program[] = [HITUNG, HITUNG_BENCH];
const cases = PROGRAMS.flatMap((program) =>
  (["id", "en"] as const).flatMap((language) =>
    [40, 80, 100].map((columns) => ({ name: program.name, program, language, columns })),
  ),
);

const screenOf = (columns: number) => ({ isTTY: true, columns, write() {} });

test.each([
  [{}, 80],
  [{ columns: 120 }, 80],
  [{ isTTY: true }, 80],
  [{ isTTY: true, columns: 0 }, 80],
  [{ isTTY: true, columns: 20 }, 40],
  [{ isTTY: true, columns: 66 }, 66],
  [{ isTTY: true, columns: 300 }, 100],
])("the width for %j is %i columns", (screen, width) => {
  expect(widthOf({ write() {}, ...screen })).toBe(width);
});

describe.each(cases)("$name --help in $language, $columns columns wide", ({ program, language, columns }) => {
  const help = helpOf(program, language, screenOf(columns));
  const wording = program.wording[language];
  /** The text as it was before it was broken into lines. */
  const flat = help.replaceAll(/\s+/g, " ");

  test("no line is longer, and one comes near", () => {
    const widths = help.split("\n").map((line) => line.length);
    expect(Math.max(...widths)).toBeLessThanOrEqual(columns);
    expect(Math.max(...widths)).toBeGreaterThan(columns - 10);
    expect(help).not.toMatch(/ \n/);
  });

  test("each option stands once, in the order of the table, with all that is known of it", () => {
    const rows = help.split(/\n {2}(?=-)/).slice(1);
    const keys = Object.keys(program.table);
    expect(rows).toHaveLength(keys.length);
    for (const [at, key] of keys.entries()) {
      const { short, value, default: defaultText, variable } = program.table[key] as Option;
      const row = rows[at]?.replaceAll(/\s+/g, " ") as string;
      const name = usageOf(key, program.table[key] as Option);
      expect(row.startsWith(`${short ? `-${short}, ` : ""}${name} ${wording.options[key]}`)).toBe(true);
      for (const fact of [...(value?.choices ?? []), defaultText, variable]) {
        if (fact !== undefined) expect(row).toContain(fact);
      }
    }
  });

  test("examples and exit codes", () => {
    for (const [command, meaning] of wording.examples) {
      expect(help).toContain(`\n  ${command}`);
      expect(flat).toContain(`${command} ${meaning}`);
    }
    expect(Object.keys(wording.exitCodes)).toEqual(["0", "1", "2", "130"]);
    for (const [code, meaning] of Object.entries(wording.exitCodes))
      expect(flat).toContain(` ${code} ${meaning}`);
  });
});

test("names and meanings stand side by side if there is room", () => {
  expect(helpOf(HITUNG_BENCH, "en", screenOf(80))).toContain(
    "\n  --pipeline <n>        messages in flight on each connection (default: 1)\n",
  );
  expect(helpOf(HITUNG_BENCH, "en", screenOf(40))).toContain(
    "\n  --pipeline <n>\n      messages in flight on each\n      connection (default: 1)\n",
  );
});
