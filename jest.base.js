/** What every jest.config.js starts from: ESM, TypeScript through ts-jest, coverage of all of src. */
export const base = {
  testEnvironment: "node",
  // Machines that run several things at once are slow at times; a test that waits in vain fails all the same.
  testTimeout: 30_000,
  roots: ["<rootDir>/src", "<rootDir>/test"],
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  testPathIgnorePatterns: ["\\.long\\.test\\.ts$"],
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: { "^.+\\.ts$": ["ts-jest", { useESM: true }] },
  collectCoverage: true,
  // A bin only hands the process over to `run`; tests start it as a process, where coverage does not look.
  collectCoverageFrom: ["src/**/*.ts", "!src/*/bin.ts"],
  coverageReporters: ["text", "lcov"],
};

/** What every jest.long.config.js is: the tests that take longer than a person waits. */
export const long = {
  ...base,
  testMatch: ["<rootDir>/test/**/*.long.test.ts"],
  testPathIgnorePatterns: [],
  collectCoverage: false,
};
