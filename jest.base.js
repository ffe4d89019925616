import { fileURLToPath } from "node:url";

/** Arguments of the command line that choose some of the tests: names of files, and options such as `-t`. */
const CHOOSING = /^(?!-)|^-[tof]|^--(testNamePattern|testPath|only|findRelated|changed|lastCommit|shard)/;

/** Whether all tests run. What some of them leave uncovered says nothing. */
const isWholeRun = !process.argv.slice(2).some((argument) => CHOOSING.test(argument));

/** What every jest.config.js starts from: ESM, TypeScript through ts-jest, coverage of all of src. */
export const base = {
  testEnvironment: "node",
  // Machines that run several things at once are slow at times; a test that waits in vain fails all the same.
  testTimeout: 30_000,
  // Most tests wait for processes and sockets; a processor that one of them leaves idle is another one's.
  maxWorkers: "100%",
  roots: ["<rootDir>/src", "<rootDir>/test"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["\\.long\\.test\\.ts$"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: { "^.+\\.ts$": ["ts-jest", { useESM: true }] },
  reporters: ["default", fileURLToPath(new URL("testing/skipped-reporter.js", import.meta.url))],
  collectCoverage: isWholeRun,
  // A bin only hands the process over to `run`; tests start it as a process, where coverage does not look.
  collectCoverageFrom: ["src/**/*.ts", "!src/*/*bin.ts"],
  coverageReporters: ["text", "lcov"],
  coverageThreshold: { global: { lines: 95 } },
};

/** What every jest.long.config.js is: the tests that take longer than a person waits. */
export const long = {
  ...base,
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testPathIgnorePatterns: [],
  // Several of them compare times, in which others would show.
  maxWorkers: 1,
  collectCoverage: false,
};
