import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { checkJson, testInSandbox } from "./command.js";

const docs = (path: string) => fileURLToPath(new URL(`../../../../docs/${path}`, import.meta.url));

const SHOULD = [
  "S01",
  "S02",
  "S03",
  "S04",
  "S05",
  "S06",
  "S07",
  "S08",
  "S11",
  "S12",
  "S13",
  "S14",
  "S17",
  "S22",
  "S23",
];
const LINES = [...SHOULD, "S15", "S16", "S24", "S25", "S26"];

// What each step's solution must turn green, and what it leaves to the next.
for (const [step, level, green, red] of [
  [1, "exercise", SHOULD, ["S15", "S16", "S21", "S24", "S25", "S26"]],
  [2, "exercise", LINES, ["S21"]],
  [3, "frames", ["F12"], ["F02"]],
  [4, "exercise", LINES, ["S21"]],
  [5, "exercise", [...LINES, "S21", "S27"], []],
] as const) {
  testInSandbox(`step ${step} of the worksheet turns green what the worksheet says`, async () => {
    const { json } = await checkJson([
      "server",
      "--level",
      level,
      "--",
      "python3",
      docs(`worksheet/step${step}.py`),
    ]);
    const cases = json.programs[0]?.cases ?? [];
    const right = cases.filter(({ verdict }) => verdict === "right").map(({ id }) => id);
    expect(right).toEqual(expect.arrayContaining([...green]));
    for (const id of red) expect(right).not.toContain(id);
    // Both sheets name what is new in this step.
    const before =
      step === 1 ? ["S01", "S02", "S03", "S04", "S05", "S06", "S07", "S08", "S13", "S23"] : SHOULD;
    for (const sheet of ["worksheet.md", "lembar-kerja.md"]) {
      const [, text = ""] = readFileSync(docs(sheet), "utf8").split(`\n## ${step}. `);
      const [part = ""] = text.split("\n## ");
      const fresh = green.filter((id) => !before.includes(id) && (step !== 5 || !LINES.includes(id)));
      if (step !== 4)
        for (const id of fresh) expect([sheet, step, part.includes(id)]).toEqual([sheet, step, true]);
    }
  });
}
