import { execFileSync } from "node:child_process";
import { expect, test } from "@jest/globals";
import { isInstalled, testIf } from "../../../../../testing/processes.js";
import { CASES } from "../../../src/hitung-check/catalogue/cases.js";
import type { Outcome } from "../../../src/hitung-check/job.js";
import { type Findings, toCsv, toJunit } from "../../../src/hitung-check/report/files.js";
import type { Result } from "../../../src/hitung-check/result.js";

const [S01, , S03, S04] = CASES;
const RIGHT: Outcome = { verdict: "right", remarks: [], transcript: [] };
const WRONG: Outcome = {
  verdict: "wrong",
  remarks: [["noNumber", '<b>&"\x1b[31m\0']],
  transcript: [{ kind: "received", connection: 1, data: "3c00" }],
};
const NOT_RUN: Outcome = { verdict: "notRun", remarks: [["notOurs"]], transcript: [] };

const resultOf = (name: string, ...outcomes: Outcome[]): Result => ({
  subject: { name, role: "server", folder: "/", sources: [] },
  ports: [],
  results: outcomes.map((outcome, i) => ({ case: [S01, S03, S04][i] as never, outcome })),
});

const FINDINGS: Findings = {
  results: [resultOf('=1+1, "andi"\n', RIGHT, WRONG, NOT_RUN), resultOf("budi", RIGHT, RIGHT, RIGHT)],
  problems: [],
  language: "en",
  points: { must: 60 },
  isSandboxed: true,
  version: "1",
};

/** What Python's own reader makes of a text. */
function readWith(code: string, text: string): unknown {
  return JSON.parse(execFileSync("python3", ["-c", code], { input: text, encoding: "utf8" }));
}

const testPython = (name: string, act: () => void) => testIf(isInstalled("python3"), "python3", name, act);

testPython("CSV is read by others, and holds no formula", () => {
  const code =
    "import csv, io, json, sys; print(json.dumps(list(csv.reader(io.StringIO(sys.stdin.read(), newline='')))))";
  expect(readWith(code, toCsv(FINDINGS))).toEqual([
    ["name", "role", "passes", "points", "must", "S01", "S03", "S04"],
    ['\'=1+1, "andi"\n', "server", "false", "30", "1/2", "right", "wrong", "notRun"],
    ["budi", "server", "true", "60", "3/3", "right", "right", "right"],
  ]);
});

testPython("JUnit's XML is read by others, whatever a program said", () => {
  const code = `import json, sys, xml.etree.ElementTree as tree
root = tree.fromstring(sys.stdin.read())
print(json.dumps([[suite.attrib, [[case.get("name")] + [[each.tag, each.get("message")] for each in case] for case in suite]] for suite in root]))`;
  expect(readWith(code, toJunit(FINDINGS))).toEqual([
    [
      { name: '=1+1, "andi"  (server)', tests: "3", failures: "1", errors: "0", skipped: "1" },
      [
        ["S01 starts and listens"],
        ["S03 the sample", ["failure", 'wrong; there is no count in the reply <b>&"\\x1b[31m\\x00']],
        [
          "S04 a short message after a long one",
          ["skipped", "not run; hitung-check did not start this server"],
        ],
      ],
    ],
    [
      { name: "budi (server)", tests: "3", failures: "0", errors: "0", skipped: "0" },
      [["S01 starts and listens"], ["S03 the sample"], ["S04 a short message after a long one"]],
    ],
  ]);
});

test("a group without points is worth nothing", () => {
  expect(toCsv({ ...FINDINGS, points: {} })).toContain("\r\nbudi,server,true,0,3/3,");
});
