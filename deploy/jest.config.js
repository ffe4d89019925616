import { base } from "../jest.base.js";

/** Whole fleets, one after the other: each takes all cores. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  roots: ["<rootDir>/test"],
  testPathIgnorePatterns: [],
  testTimeout: 300_000,
  maxWorkers: 1,
  collectCoverage: false,
};
