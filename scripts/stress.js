// Runs all tests again and again while other processes keep every core busy, and reports what failed. A test that fails
// here depends on the speed of the machine.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readArguments } from "./shared/arguments.js";

const PACKAGES = ["protocol", "server", "client"];
const USAGE = `pnpm test:stress [--times N] [--package ${PACKAGES.join("|")}]
Runs all tests N times (10) while other processes keep every core busy, and reports what failed.`;
const JEST = [
  "--experimental-vm-modules",
  "--disable-warning=ExperimentalWarning",
  "node_modules/jest/bin/jest.js",
];

const { times = "10", package: only } = readArguments(USAGE, {
  times: { type: "string" },
  package: { type: "string" },
});
if (!/^[1-9]\d{0,3}$/.test(times)) fail(`--times takes a whole number from 1 to 9999, not ${times}`);
if (only !== undefined && !PACKAGES.includes(only))
  fail(`--package takes ${PACKAGES.join(", ")}, not ${only}`);

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hitung-stress-"));
const burners = Array.from({ length: availableParallelism() }, () =>
  spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }),
);
process.on("exit", () => {
  for (const burner of burners) burner.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));

/** How often each test failed, by its name. */
const failures = new Map();
let failedRounds = 0;
for (let round = 1; round <= Number(times); round++) {
  const started = performance.now();
  const failed = (
    await Promise.all(PACKAGES.filter((name) => name === (only ?? name)).map(testPackage))
  ).flat();
  for (const test of failed) failures.set(test, (failures.get(test) ?? 0) + 1);
  if (failed.length > 0) failedRounds++;
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(`${round} of ${times}: ${failed.length === 0 ? "passed" : "FAILED"}, ${seconds} s\n`);
  for (const test of failed) process.stdout.write(`  ${test}\n`);
}
process.stdout.write(`${times - failedRounds} of ${times} rounds passed\n`);
for (const [test, count] of failures) process.stdout.write(`  ${count} x ${test}\n`);
process.exit(failedRounds === 0 ? 0 : 1);

/** Runs the tests of a package, and returns the names of those that failed. */
async function testPackage(name) {
  const cwd = join(root, "packages", name);
  const report = join(folder, `${name}.json`);
  rmSync(report, { force: true });
  const args = [...JEST, "--coverage=false", "--json", "--outputFile", report];
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  if (code === 0) return [];
  const failed = failedTests(report).map((test) => `${name}: ${test}`);
  return failed.length > 0 ? failed : [`${name}: ended with ${code}\n${errors}`];
}

function failedTests(report) {
  try {
    const { testResults } = JSON.parse(readFileSync(report, "utf8"));
    return testResults.flatMap(({ name, status, message, assertionResults }) => {
      const file = name.slice(root.length);
      const tests = assertionResults.filter((test) => test.status === "failed");
      if (tests.length === 0) return status === "failed" ? [`${file}: ${message}`] : [];
      return tests.map(({ fullName, failureMessages }) => `${file}: ${fullName}\n    ${failureMessages[0]}`);
    });
  } catch {
    return [];
  }
}

function fail(problem) {
  process.stderr.write(`${problem}\nUsage: ${USAGE}\n`);
  process.exit(2);
}
