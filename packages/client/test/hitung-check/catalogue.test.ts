import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { readVectors } from "../../../../testing/vectors.js";
import { CASES, DOCUMENTS, linkOf } from "../../src/hitung-check/catalogue/cases.js";
import { frameVectorsOf, textVectorsOf } from "../../src/hitung-check/stage/vectors.js";
import { check } from "./command.js";

/** The anchor that GitHub gives to a heading. */
function anchorsIn(path: string): Set<string> {
  const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
  return new Set(
    Array.from(text.matchAll(/^#+ (.*)$/gm), ([, heading = ""]) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N} -]/gu, "")
        .replaceAll(" ", "-"),
    ),
  );
}

test.each(["id", "en"] as const)("every case links to a heading that there is, in %s", (language) => {
  for (const each of CASES) {
    const [path = "", anchor] = linkOf(each, language).slice(DOCUMENTS.length).split("#");
    expect([each.id, anchor, anchorsIn(path).has(anchor ?? "")]).toEqual([each.id, anchor, true]);
  }
});

test("the list shows every case in both languages, at 80 columns", async () => {
  for (const language of ["id", "en"]) {
    const { code, stdout } = await check(["--list", "--lang", language]);
    expect(code).toBe(0);
    for (const { id } of CASES) expect(stdout).toMatch(new RegExp(`^  ${id}  .{2,}$`, "m"));
    const long = stdout.split("\n").filter((line) => line.length > 80 && !line.includes("https://"));
    expect(long).toEqual([]);
  }
  const { stdout } = await check(["--list", "--only", "S07", "--lang", "en"]);
  expect(stdout).toMatch(/^must\n {2}S07 {2}é is 1\n {8}Sent: é, which/);
  expect(stdout).not.toContain("S08");
});

test("every vector of the protocol belongs to one case", () => {
  const ids = CASES.map(({ id }) => id);
  const inCases = (own: (id: string) => readonly { name: string }[]) =>
    ids.flatMap((id) => own(id).map(({ name }) => name)).toSorted();
  expect(inCases(frameVectorsOf)).toEqual(
    readVectors("frames")
      .map(({ name }) => name)
      .toSorted(),
  );
  expect(inCases(textVectorsOf)).toEqual(
    readVectors("text")
      .map(({ name }) => name)
      .toSorted(),
  );
});
