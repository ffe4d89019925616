import { expect, test } from "@jest/globals";
import { WORDING } from "../../src/hitung-check/wording.js";

type Texts = Readonly<Record<string, unknown>>;

/** Every text of a wording that takes facts, filled in with facts that can be recognized. */
function* filled(
  texts: Texts,
  path = "",
): Generator<readonly [path: string, text: string, facts: readonly string[]]> {
  for (const [key, text] of Object.entries(texts)) {
    if (typeof text === "function") {
      // A rest parameter counts as none.
      const facts = Array.from({ length: Math.max(text.length, 1) }, (_, i) => `fact${i}`);
      yield [`${path}${key}`, text(...facts), facts.slice(0, text.length)];
    } else if (typeof text === "object" && text !== null && !Array.isArray(text)) {
      yield* filled(text as Texts, `${path}${key}.`);
    }
  }
}

test("each text says the same facts in both languages", () => {
  const mentioned = (language: "id" | "en") =>
    Object.fromEntries(
      Array.from(filled(WORDING[language]), ([path, text, facts]) => [
        path,
        facts.filter((fact) => text.includes(fact)),
      ]),
    );
  expect(mentioned("id")).toEqual(mentioned("en"));
});

test("a remark mentions each of its facts", () => {
  for (const language of ["id", "en"] as const) {
    for (const [path, text, facts] of filled({ remarks: WORDING[language].remarks })) {
      // What is read as a number, and not as what it should be, needs no more than what is shown.
      const needed = path === "remarks.showsInteger" ? facts.slice(0, 1) : facts;
      expect([path, needed.filter((fact) => !text.includes(fact))]).toEqual([path, []]);
      expect(text).not.toContain("undefined");
    }
  }
});
