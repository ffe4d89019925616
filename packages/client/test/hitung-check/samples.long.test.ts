import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { checkJson, testInSandbox, verdictsOf } from "./command.js";
import { EXPECTED } from "./expected.js";

for (const [kind, expected] of Object.entries(EXPECTED)) {
  testInSandbox(
    `the samples of ${kind} get the verdicts that reading them gives`,
    async () => {
      const folder = fileURLToPath(new URL(`samples/${kind}`, import.meta.url));
      const { code, json } = await checkJson(["folder", folder]);
      const found = json.programs.map((program) => {
        const verdicts = verdictsOf(program);
        const wanted = (expected as Readonly<Record<string, string>>)[program.name] ?? "";
        return [program.name, Array.from(verdicts, (each, i) => (wanted[i] === "?" ? "?" : each)).join("")];
      });
      expect(Object.fromEntries(found)).toEqual(expected);
      expect([code, json.problems]).toEqual([1, []]);
    },
    900_000,
  );
}
