import { fileURLToPath } from "node:url";
import { expect } from "@jest/globals";
import { BINS } from "../../../../../testing/processes.js";
import { play } from "../../../src/hitung-check/stage/play.js";
import { testEachOnLinux, testOnLinux } from "../command.js";

const BROKEN = fileURLToPath(new URL("../broken-server.js", import.meta.url));
const SETTINGS = ["--port", "0", "--language", "{language}", "--unit", "{unit}", "--limit", "{limit}"];

const playCase = (id: string, ...command: string[]) =>
  play({ id, role: "server", host: "127.0.0.1", port: 12345, timeout: 2000, isSandboxed: true, command });

// The faults that tests name: all others are in the long tests.
testEachOnLinux([
  ["F03", "order"],
  ["F12", "order"],
  ["F03", "merged"],
  ["T01", "no terminator"],
  ["T03", "always LF"],
  ["F05", "offset plus 1"],
  ["F05", "offset in the frame"],
  ["F11", "early"],
  ["F11", "early errors"],
  ["F13", "waits for a deaf client"],
  ["F10", "one read is one frame"],
  ["F09", "silent about the end"],
  ["T11", "short pause"],
  ["T07", "none"],
])("%s finds a server that breaks the rule: %s", async (id, fault) => {
  const { verdict, remarks } = await playCase(id, process.execPath, BROKEN, fault, ...SETTINGS);
  expect([verdict, remarks[0]?.[0]]).toEqual(
    fault === "waits for a deaf client" ? ["noReply", "silent"] : ["wrong", expect.any(String)],
  );
});

testEachOnLinux(["F01", "F03", "F07", "F10", "F11", "F12", "F13", "T01", "T03", "T04", "T08", "T09", "T11"])(
  "%s does not hold anything against a server that keeps the rules",
  async (id) => {
    const { verdict, remarks } = await playCase(id, process.execPath, BROKEN, "none", ...SETTINGS);
    expect([verdict, remarks]).toEqual(["right", []]);
  },
);

testOnLinux("tells which vector shows the fault, what came, and what should have", async () => {
  const { remarks, transcript } = await playCase(
    "F05",
    process.execPath,
    BROKEN,
    "offset plus 1",
    ...SETTINGS,
  );
  expect(remarks[0]).toEqual([
    "vector",
    "not UTF-8",
    "",
    expect.stringMatching(/^ERROR 1 "offset 3:/),
    expect.stringMatching(/^ERROR 1 "offset 2:…"/),
  ]);
  expect(transcript.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(["connected", "sent", "received"]),
  );
});

testOnLinux("says what was left out for want of settings", async () => {
  const server = [process.execPath, BINS["hitung-server"], "--port", "0"];
  expect(await playCase("F07", ...server)).toMatchObject({
    verdict: "notRun",
    remarks: [["needsSettings", "9", "9"]],
  });
  expect(await playCase("T10", ...server)).toMatchObject({
    verdict: "right",
    remarks: [["needsSettings", "4", "5"]],
  });
});
